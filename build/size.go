package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"
)

// budget is a promise about what a browser downloads: the brotli bytes of the
// files of a built site that match patterns. Where a pattern matches several
// files, the biggest counts.
type budget struct {
	name     string
	patterns []string
	brotli   int // bytes
}

var budgets = []budget{
	{"loader", []string{"objection-coach.js"}, 2_000},
	{"first open", []string{
		"index.html", "assets/boot.*.js", "assets/again.*.js", "assets/wasm_exec.*.js", "assets/app.*.wasm",
		"assets/app.*.css", "assets/*.pack", "manifest.webmanifest",
	}, 1_420_000},
	{"model and pack", []string{"assets/*.pack"}, 350_000},
	{"engine alone", []string{"engine.js", "engine-worker.js", "assets/engine.*.wasm", "assets/*.pack"}, 1_000_000},
	{"rulebook of replies", []string{"assets/*.rules"}, 300_000},
}

// measured is a budget and what came of it; sizes are bytes.
type measured struct {
	Name   string `json:"name"`
	Raw    int    `json:"raw"`
	Gzip   int    `json:"gzip"`
	Brotli int    `json:"brotli"`
	Budget int    `json:"budget"`
	OK     bool   `json:"ok"`
}

// size prints what the built site weighs and fails when a budget is passed.
func size(args []string) error {
	flags := flag.NewFlagSet("size", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "print JSON instead of a table")
	dist := flags.String("dist", "build/dist", "folder of the built site, relative to the repository")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if !filepath.IsAbs(*dist) {
		p, err := openProject()
		if err != nil {
			return err
		}
		*dist = filepath.Join(p.root, filepath.FromSlash(*dist))
	}
	rows, err := measureAll(os.DirFS(*dist))
	if err != nil {
		return fmt.Errorf("measuring %s: %w", *dist, err)
	}
	if *asJSON {
		err = json.NewEncoder(os.Stdout).Encode(rows)
	} else {
		err = printTable(os.Stdout, rows)
	}
	return errors.Join(err, over(rows))
}

// measureAll weighs every budget on the site in dist.
func measureAll(dist fs.FS) ([]measured, error) {
	if _, err := fs.Stat(dist, "index.html"); err != nil {
		return nil, fmt.Errorf("there is no built site (%w): run go run ./build site", err)
	}
	var rows []measured
	for _, b := range budgets {
		m := measured{Name: b.name, Budget: b.brotli}
		for _, pattern := range b.patterns {
			big, err := biggest(dist, pattern)
			if err != nil {
				return nil, err
			}
			m.Raw, m.Gzip, m.Brotli = m.Raw+big.Raw, m.Gzip+big.Gzip, m.Brotli+big.Brotli
		}
		m.OK = m.Brotli <= m.Budget
		rows = append(rows, m)
	}
	return rows, nil
}

// biggest weighs the file that matches pattern and is biggest in brotli. A
// pattern for packs may match nothing: a site without packs is a valid one.
func biggest(dist fs.FS, pattern string) (measured, error) {
	var big measured
	names, err := fs.Glob(dist, pattern)
	if err != nil {
		return big, err
	}
	if len(names) == 0 && filepath.Ext(pattern) != ".pack" {
		return big, fmt.Errorf("the site has no %s: run go run ./build site", pattern)
	}
	for _, name := range names {
		var m measured
		for ext, size := range map[string]*int{"": &m.Raw, ".gz": &m.Gzip, ".br": &m.Brotli} {
			info, err := fs.Stat(dist, name+ext)
			if err != nil {
				return big, err
			}
			*size = int(info.Size())
		}
		if m.Brotli > big.Brotli {
			big = m
		}
	}
	return big, nil
}

// printTable writes the rows for people to read.
func printTable(w io.Writer, rows []measured) error {
	var b bytes.Buffer
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "bytes\traw\tgzip\tbrotli\tbudget\t\t")
	for _, m := range rows {
		verdict := "ok"
		if !m.OK {
			verdict = "over"
		}
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%s\t\n", m.Name, m.Raw, m.Gzip, m.Brotli, m.Budget, verdict)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// over is an error that names the budgets that were passed, or nil.
func over(rows []measured) error {
	var problems []error
	for _, m := range rows {
		if !m.OK {
			problems = append(problems, fmt.Errorf("%s is %d B over its budget", m.Name, m.Brotli-m.Budget))
		}
	}
	return errors.Join(problems...)
}
