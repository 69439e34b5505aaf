// Drives the official SDK: `node client.mjs MODULES http URL TOKEN` or `node client.mjs MODULES stdio COMMAND…`.
// Each line of input is `{"method": …, "params": …}`; each line of output `{"result": …}` or `{"error": …}`.
import { createInterface } from "node:readline";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, kind, ...rest] = process.argv.slice(2);
const sdk = (file) => import(pathToFileURL(join(modules, "@modelcontextprotocol/sdk/dist/esm/client", file)));

async function transport() {
  if (kind === "stdio") {
    const { StdioClientTransport } = await sdk("stdio.js");
    const [command, ...args] = rest;
    return new StdioClientTransport({ command, args, env: process.env, stderr: "inherit" });
  }
  const { StreamableHTTPClientTransport } = await sdk("streamableHttp.js");
  const [url, token] = rest;
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
}

const { Client } = await sdk("index.js");
const client = new Client({ name: "rondo-tests", version: "1" });
const methods = {
  connect: async () => {
    await client.connect(await transport());
    return { server: client.getServerVersion(), instructions: client.getInstructions() };
  },
  listTools: (params) => client.listTools(params),
  callTool: (params) => client.callTool(params),
  listResources: (params) => client.listResources(params),
  readResource: (params) => client.readResource(params),
  ping: () => client.ping(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { method, params } = JSON.parse(line);
  let answer;
  try {
    answer = { result: await methods[method](params) };
  } catch (error) {
    answer = { error: { message: error.message, code: error.code ?? null } };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
await client.close();
