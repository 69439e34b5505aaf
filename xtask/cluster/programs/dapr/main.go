// Command dapr is the sidecar and the control plane of Dapr in one file: it acts as the program by whose name
// it is called. So one layer serves all of their images.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	daprd "github.com/dapr/dapr/cmd/daprd/app"
	injector "github.com/dapr/dapr/cmd/injector/app"
	operator "github.com/dapr/dapr/cmd/operator/app"
	placement "github.com/dapr/dapr/cmd/placement/app"
	scheduler "github.com/dapr/dapr/cmd/scheduler/app"
	sentry "github.com/dapr/dapr/cmd/sentry/app"
)

var programs = map[string]func(){
	"daprd":     daprd.Run,
	"injector":  injector.Run,
	"operator":  operator.Run,
	"placement": placement.Run,
	"scheduler": scheduler.Run,
	"sentry":    sentry.Run,
}

func main() {
	name := filepath.Base(os.Args[0])
	run, known := programs[name]
	if !known {
		fmt.Fprintf(os.Stderr, "%s is no program of Dapr: call this file by the name of one\n", name)
		os.Exit(2)
	}
	run()
}
