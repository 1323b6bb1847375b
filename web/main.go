// Command web serves the built site on this machine, for trying it out and for
// small installations:
//
//	go run ./web [--addr 127.0.0.1:8080] [--dir build/dist] [--frame-ancestors "'self' https://crm.bank.example"]
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"

	"objectioncoach/web/host"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl+C ends at once
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "web:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends and writes the addresses to out. A flag it does not
// know ends the program with the usage text, as does --help.
func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("web", flag.ExitOnError)
	addr := flags.String("addr", "127.0.0.1:8080", "`address` to listen on")
	dir := flags.String("dir", "build/dist", "`folder` of the built site")
	ancestors := flags.String("frame-ancestors", host.DefaultFrameAncestors, "`origins` of the pages that may show the coach, separated by spaces")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected %q: everything is set by flags, see --help", flags.Arg(0))
	}

	handler, err := host.New(host.Options{Dir: *dir, FrameAncestors: *ancestors})
	if err != nil {
		return err
	}
	ln, err := host.Listen(*addr)
	if err != nil {
		return err
	}
	base := address(ln)
	fmt.Fprintf(out, "Objection Coach  %s\nDemo host pages  %sdemo/\nStop with Ctrl+C.\n", base, base)
	return host.Serve(ctx, ln, handler)
}

// address is what to type into a browser on this machine.
func address(ln net.Listener) string {
	tcp := ln.Addr().(*net.TCPAddr)
	ip := tcp.IP.String()
	if tcp.IP.IsUnspecified() {
		ip = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(ip, fmt.Sprint(tcp.Port)) + "/"
}
