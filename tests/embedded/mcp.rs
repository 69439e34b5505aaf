//! MCP, met by a client that nobody here wrote.

use rondo_harness::{Engine, McpClient, Rondo, Terminal, User};
use serde_json::{Value, json};

use crate::exchange::import;

on_both_engines![
    every_tool_is_described_and_works,
    q17_rules_zones_and_single_occurrences_round_trip,
    q14_a_title_of_several_tasks_is_refused_with_the_candidates,
    what_is_wrong_with_arguments_is_said_at_once,
    an_exact_title_is_found_however_many_have_its_words,
];

const TOOLS: [&str; 11] = [
    "add_task",
    "list_tasks",
    "update_task",
    "complete_task",
    "reopen_task",
    "skip_task",
    "delete_task",
    "restore_task",
    "search_tasks",
    "set_reminder",
    "list_tags",
];

async fn begin(engine: Engine) -> (Rondo, User, McpClient) {
    let rondo = Rondo::on(engine).at("2026-11-25T08:00:00Z").start().await;
    let ann = rondo.register("Europe/Berlin").await;
    let client = McpClient::over_http(&ann).await;
    (rondo, ann, client)
}

async fn every_tool_is_described_and_works(engine: Engine) {
    let (rondo, ann, client) = begin(engine).await;

    let described = client.ask("listTools", &json!({})).await.expect("it lists tools")["tools"].clone();
    let described = described.as_array().expect("tools are a list").clone();
    let names: Vec<&str> = described
        .iter()
        .map(|tool| tool["name"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(names, TOOLS);
    for tool in &described {
        assert_eq!(tool["inputSchema"]["type"], "object", "{tool}");
        assert_eq!(tool["inputSchema"]["additionalProperties"], false, "{tool}");
        assert!(
            tool["inputSchema"]["properties"]["user"].is_null(),
            "the user is the token's: {tool}"
        );
        assert!(tool["description"].as_str().is_some_and(|text| text.len() > 20), "{tool}");
    }

    let call = async |tool: &str, arguments: Value| client.call(tool, arguments).await.expect("the tool works");
    let milk = call(
        "add_task",
        json!({"title": "Buy milk", "tags": ["Shop"], "due_date": "2026-11-25"}),
    )
    .await;
    let id = milk["id"].clone();
    let changed = call(
        "update_task",
        json!({"task": id, "priority": "high", "description": "two litres"}),
    )
    .await;
    assert_eq!(
        (&changed["priority"], &changed["title"]),
        (&json!("high"), &json!("Buy milk"))
    );
    assert_eq!(call("complete_task", json!({"task": "buy milk"})).await["is_completed"], true);
    assert_eq!(call("complete_task", json!({"task": id})).await["is_completed"], true);
    assert_eq!(call("reopen_task", json!({"task": "Buy milk"})).await["is_completed"], false);
    assert_eq!(call("delete_task", json!({"task": id})).await["deleted"]["title"], "Buy milk");
    assert_eq!(call("list_tasks", json!({"status": "deleted"})).await["items"][0]["id"], id);
    assert_eq!(call("restore_task", json!({"task": "buy milk"})).await["id"], id);
    assert_eq!(call("search_tasks", json!({"query": "LITRES"})).await["items"][0]["id"], id);
    let reminder = call("set_reminder", json!({"task": id, "before": "PT2H"})).await;
    assert_eq!(reminder["before"], "PT2H");
    let later = json!({"task": id, "reminder": reminder["id"], "minutes": 90});
    assert_eq!(call("set_reminder", later).await["snoozed_until"], "2026-11-25T09:30:00Z");
    call(
        "set_reminder",
        json!({"task": id, "reminder": reminder["id"], "remove": true}),
    )
    .await;
    assert_eq!(
        call("list_tags", json!({})).await["tags"],
        json!([{"name": "Shop", "task_count": 1}])
    );
    let today = call("list_tasks", json!({"due": "today", "status": "pending", "tag": ["shop"]})).await;
    assert_eq!(today["items"][0]["id"], id);
    assert_eq!(
        (&today["clock"]["today"], &today["clock"]["weekday"]),
        (&json!("2026-11-25"), &json!("Wednesday"))
    );

    rondo.settled().await;
    let history = ann.history(&ann.open_tasks().await.only()).await;
    assert!(history.iter().all(|event| event["data"]["actor"] == "mcp"), "{history:?}");
}

async fn q17_rules_zones_and_single_occurrences_round_trip(engine: Engine) {
    let (_rondo, ann, client) = begin(engine).await;
    let new = json!({
        "title": "Board meeting", "recurrence": "FREQ=MONTHLY;BYDAY=3TH;UNTIL=20270630", "due_time": "10:00",
        "time_zone": "Europe/Paris", "catch_up": "each", "recurrence_basis": "due_date",
        "reminders": [{"before": "P1D"}, {"minutes_before": 30}],
    });

    let made = client.call("add_task", new).await.expect("it is added");
    let id = made["id"].clone();
    assert_eq!(made["due_at"], "2026-12-17T10:00:00+01:00");
    let moved = json!({"task": id, "due_date": "2026-12-18", "due_time": "11:30", "scope": "this"});
    let moved = client.call("update_task", moved).await.expect("one occurrence moves");
    assert_eq!(
        (&moved["due_at"], &moved["slot"]),
        (&json!("2026-12-18T11:30:00+01:00"), &json!("2026-12-17"))
    );
    let skipped = client
        .call("skip_task", json!({"task": id, "slot": "2026-12-17"}))
        .await
        .expect("one is skipped");
    assert_eq!(skipped["due_at"], "2027-01-21T10:00:00+01:00");
    client
        .call("skip_task", json!({"task": id, "slot": "2026-12-17"}))
        .await
        .expect("but once");

    let read = client.call("list_tasks", json!({"name": id})).await.expect("it is read back")["items"][0].clone();
    let expected = json!({
        "id": id, "title": "Board meeting", "due_date": "2027-01-21", "due_time": "10:00", "time_zone": "Europe/Paris",
        "recurrence": "FREQ=MONTHLY;BYDAY=3TH;UNTIL=20270630", "recurrence_basis": "due_date", "catch_up": "each",
        "is_recurring": true, "slot": "2027-01-21",
    });
    for (field, value) in expected.as_object().expect("fields") {
        assert_eq!(&read[field], value, "{field} of {read}");
    }
    let before: Vec<&Value> = read["reminders"]
        .as_array()
        .expect("reminders")
        .iter()
        .map(|each| &each["before"])
        .collect();
    assert_eq!(before, ["P1D", "PT30M"]);
    assert_eq!(ann.open_tasks().await.only().json(), &read);

    let bad = json!({"title": "Nowhere", "due_date": "2026-12-01", "time_zone": "Mars/Olympus"});
    let refused = client.call("add_task", bad).await.expect_err("a bad zone is an error");
    assert_eq!(
        (&refused["code"], &refused["fields"][0]["field"]),
        (&json!("invalid-fields"), &json!("time_zone"))
    );
    assert_eq!(ann.open_tasks().await.len(), 1);
}

async fn q14_a_title_of_several_tasks_is_refused_with_the_candidates(engine: Engine) {
    let (_rondo, ann, client) = begin(engine).await;
    let first = ann.add(json!({"title": "Call mom", "due_date": "2026-11-26"})).await;
    let second = ann.add(json!({"title": "Call mom", "due_date": "2026-12-03"})).await;
    ann.add(json!({"title": "Call mom's doctor"})).await;

    for tool in ["complete_task", "delete_task", "update_task"] {
        let refused = client
            .call(tool, json!({"task": "call mom"}))
            .await
            .expect_err("it is ambiguous");
        assert_eq!(refused["code"], "ambiguous", "{refused}");
        let candidates = refused["candidates"].as_array().expect("candidates").clone();
        let named: Vec<_> = candidates
            .iter()
            .map(|each| (each["id"].clone(), each["due_date"].clone()))
            .collect();
        let pair = |task: &rondo_harness::Task| (task["id"].clone(), task["due_date"].clone());
        assert_eq!(named, [pair(&first), pair(&second)]);
    }
    assert_eq!(ann.history(&first).await.kinds(), ["task.created"]);
    let by_id = client
        .call("complete_task", json!({"task": first.id()}))
        .await
        .expect("an id is clear");
    assert_eq!(by_id["id"], first["id"]);

    let tail = &second.id()[second.id().len() - 8..];
    assert_eq!(
        client
            .call("complete_task", json!({"task": tail}))
            .await
            .expect("so is its end")["id"],
        second["id"]
    );
    for unknown in ["01900000-0000-7000-8000-000000000000", "wash the car"] {
        let refused = client
            .call("complete_task", json!({"task": unknown}))
            .await
            .expect_err("there is none");
        assert_eq!(refused["code"], "not-found", "{refused}");
    }
}

async fn an_exact_title_is_found_however_many_have_its_words(engine: Engine) {
    let (_rondo, ann, client) = begin(engine).await;
    let many: Vec<String> = (0..700).map(|day| format!("Buy milk {day},2026-11-26")).collect();
    import(&ann, "", "text/csv", format!("title,due_date\n{}", many.join("\n")))
        .await
        .expect(200);
    let milk = ann.add(json!({"title": "Buy milk"})).await;

    let done = client
        .call("complete_task", json!({"task": "buy milk"}))
        .await
        .expect("it is clear");
    assert_eq!(done["id"], milk["id"]);
}

async fn what_is_wrong_with_arguments_is_said_at_once(engine: Engine) {
    let (_rondo, ann, client) = begin(engine).await;
    let task = ann.add(json!({"title": "Water plants"})).await;
    let wrong = [
        (
            "add_task",
            json!({"titel": "x", "due_time": "25:00", "user": "bob"}),
            vec!["due_time", "title", "titel", "user"],
        ),
        (
            "list_tasks",
            json!({"limit": 0, "due": "soon", "tag": "home"}),
            vec!["due", "limit", "tag"],
        ),
        (
            "search_tasks",
            json!({"query": " ", "status": "open"}),
            vec!["query", "status"],
        ),
        (
            "update_task",
            json!({"task": task.id(), "scope": "all", "due_time": "9", "x": 1}),
            vec!["due_time", "scope", "x"],
        ),
        ("complete_task", json!({"id": task.id()}), vec!["id", "task"]),
        (
            "set_reminder",
            json!({"task": task.id(), "until": "2026-12-01T00:00:00Z"}),
            vec!["before", "until"],
        ),
        ("skip_task", json!({"task": 7}), vec!["task"]),
        ("delete_task", json!({"task": task.id(), "scope": "following"}), vec!["scope"]),
    ];
    for (tool, arguments, expected) in wrong {
        let refused = client.call(tool, arguments).await.expect_err("it is refused");
        let fields = refused["fields"].as_array().expect("fields are named").iter();
        let mut fields: Vec<&str> = fields.map(|each| each["field"].as_str().unwrap_or_default()).collect();
        fields.sort_unstable();
        let mut expected = expected;
        expected.sort_unstable();
        assert_eq!(fields, expected, "{tool}: {refused}");
    }
    assert_eq!(ann.history(&task).await.kinds(), ["task.created"]);
    let unknown = client.ask("callTool", &json!({"name": "drop_tables", "arguments": {}})).await;
    assert!(unknown.expect_err("there is no such tool").message.contains("drop_tables"));
}

#[tokio::test]
async fn desktop_programs_reach_the_same_tools_by_standard_input_and_output() {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let rondo = Rondo::on(Engine::Sqlite).start().await;
    let ann = rondo.register("UTC").await;

    let client = McpClient::over_stdio(&ann, home.path()).await;
    let tools = client.ask("listTools", &json!({})).await.expect("it lists tools");
    assert_eq!(tools["tools"].as_array().map(Vec::len), Some(TOOLS.len()));
    client.ask("ping", &json!({})).await.expect("it answers");
    client
        .call("add_task", json!({"title": "Grüße 👋\nsenden"}))
        .await
        .expect("it adds");
    assert_eq!(ann.open_tasks().await.only().title(), "Grüße 👋\nsenden");
}

#[tokio::test]
async fn the_tasks_of_today_are_a_resource() {
    let (_rondo, ann, client) = begin(Engine::Sqlite).await;
    ann.add(json!({"title": "Today", "due_date": "2026-11-25"})).await;
    ann.add(json!({"title": "Yesterday", "due_date": "2026-11-24"})).await;

    let listed = client.ask("listResources", &json!({})).await.expect("it lists resources");
    let uris: Vec<&Value> = listed["resources"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|each| &each["uri"])
        .collect();
    assert_eq!(
        uris,
        ["rondo://tasks/today", "rondo://tasks/overdue", "rondo://tasks/upcoming"]
    );
    for (uri, title) in [("rondo://tasks/today", "Today"), ("rondo://tasks/overdue", "Yesterday")] {
        let read = client
            .ask("readResource", &json!({"uri": uri}))
            .await
            .expect("it can be read");
        let text = read["contents"][0]["text"].as_str().expect("it is text");
        let tasks: Value = serde_json::from_str(text).expect("it is JSON");
        assert_eq!(
            (&tasks["items"][0]["title"], &tasks["items"][1]),
            (&json!(title), &Value::Null)
        );
    }
    let unknown = client.ask("readResource", &json!({"uri": "rondo://tasks/never"})).await;
    assert!(unknown.expect_err("there is none").message.contains("rondo://tasks/today"));
}

#[tokio::test]
async fn a_token_is_needed_and_its_scopes_hold() {
    let (rondo, ann, _) = begin(Engine::Sqlite).await;
    let bob = rondo.register("UTC").await;
    let task = ann.add(json!({"title": "Mine"})).await;

    let nobody = McpClient::without_token(&ann).await.expect_err("no token, no tools");
    assert!(nobody.code == Some(401) || nobody.message.contains("401"), "{nobody:?}");
    let refused = ann.stranger("POST", "/mcp").json(&json!({})).send().await;
    assert_eq!(refused.problem(401).kind(), "/errors/unauthenticated");
    assert_eq!(refused.header("www-authenticate"), "Bearer");

    let made = ann
        .post("/api/tokens", &json!({"name": "reader", "scopes": ["read"]}))
        .await
        .expect(201)
        .json();
    let reader = McpClient::over_http(&ann.with_token(made["token"].as_str().expect("a token"))).await;
    let tools = reader.ask("listTools", &json!({})).await.expect("it lists tools");
    assert_eq!(tools["tools"].as_array().map(Vec::len), Some(3), "{tools}");
    assert_eq!(
        reader.call("list_tasks", json!({})).await.expect("it reads")["items"][0]["id"],
        task["id"]
    );
    let refused = reader
        .call("complete_task", json!({"task": task.id()}))
        .await
        .expect_err("it may not write");
    assert_eq!(refused["code"], "forbidden");

    let stranger = McpClient::over_http(&bob).await;
    let refused = stranger
        .call("complete_task", json!({"task": task.id()}))
        .await
        .expect_err("it is not there for Bob");
    assert_eq!(refused["code"], "not-found");
}

#[tokio::test]
async fn only_names_that_are_allowed_reach_it() {
    let setup = Rondo::on(Engine::Sqlite).setup().await;
    let rondo = setup
        .argument("--allowed-hosts")
        .argument("tasks.example.org,localhost")
        .start()
        .await;
    let ann = rondo.register("UTC").await;
    let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "curl", "version": "1"}}});
    let ask = async |host: &str| {
        let call = ann
            .call("POST", "/mcp")
            .header("host", host)
            .header("accept", "application/json, text/event-stream");
        call.json(&hello).send().await.status()
    };
    assert_eq!(ask("tasks.example.org").await, 200);
    assert_eq!(ask("localhost:8000").await, 200);
    assert_eq!(ask("evil.example.org").await, 403);
}

/// A client asks its person before what is not only additive, and repeats only what is idempotent.
#[tokio::test]
async fn the_hints_say_what_a_tool_does() {
    let (_rondo, ann, client) = begin(Engine::Sqlite).await;
    let described = client.ask("listTools", &json!({})).await.expect("it lists tools");
    let described = described["tools"].as_array().expect("tools are a list").clone();
    let having = |hint: &str| {
        let tools = described.iter().filter(|tool| tool["annotations"][hint] == true);
        tools
            .map(|tool| tool["name"].as_str().unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(having("readOnlyHint"), ["list_tasks", "search_tasks", "list_tags"]);
    let destructive = [
        "update_task",
        "complete_task",
        "reopen_task",
        "skip_task",
        "delete_task",
        "set_reminder",
    ];
    assert_eq!(having("destructiveHint"), destructive);
    assert_eq!(
        having("idempotentHint"),
        ["list_tasks", "reopen_task", "restore_task", "search_tasks", "list_tags"]
    );

    for title in ["Buy milk", "Buy milk and bread"] {
        ann.add(json!({"title": title})).await;
    }
    let delete = json!({"task": "buy milk"});
    client.call("delete_task", delete.clone()).await.expect("it is deleted");
    let refused = client.call("delete_task", delete).await.expect_err("it is deleted already");
    assert_eq!(
        (&refused["code"], &refused["candidates"][0]["title"]),
        (&json!("not-found"), &json!("Buy milk and bread"))
    );
    assert_eq!(ann.open_tasks().await.titles(), ["Buy milk and bread"]);
}

#[tokio::test]
async fn what_is_no_message_is_answered_as_json_rpc_wants_it() {
    let (_rondo, ann, _client) = begin(Engine::Sqlite).await;
    let ask = async |body: &str| {
        let call = ann
            .call("POST", "/mcp")
            .header("accept", "application/json, text/event-stream");
        call.raw(body).send().await.json()["error"]["code"].clone()
    };
    assert_eq!(ask("{\"jsonrpc\":").await, -32700);
    assert_eq!(ask("").await, -32700);
    assert_eq!(ask("[{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}]").await, -32600);
    assert_eq!(ask("{\"id\": 1, \"method\": \"ping\"}").await, -32600);
    let call = |params: Value| json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string();
    assert_eq!(ask(&call(json!({"name": "list_tags", "arguments": [1]}))).await, -32602);
    assert_eq!(ask(&call(json!({}))).await, -32602);
    assert_eq!(
        ask("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"foo/bar\"}").await,
        -32601
    );
}

/// Whoever waits for an answer on standard output gets one.
#[tokio::test]
async fn every_line_that_asks_for_something_is_answered() {
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    let rondo = Rondo::on(Engine::Sqlite).start().await;
    let ann = rondo.register("UTC").await;
    let terminal = Terminal::new(home.path(), &ann).with("RONDO_TOKEN", &ann.token);
    let lines = "[{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}]\nno json\n\
        {\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}\n\
        {\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"foo\"}\n";
    let said = terminal.run_with(&["mcp"], lines);
    let codes: Vec<i64> = said
        .out
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).expect("JSON")["error"]["code"]
                .as_i64()
                .unwrap_or_default()
        })
        .collect();
    assert_eq!(codes, [-32600, -32700, -32601], "{said:?}");
}
