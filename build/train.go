package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"objectioncoach/coach/source"
	"objectioncoach/coach/train"
)

// packsDir holds the sources of the built-in packs and what is compiled of them.
const packsDir = "coach/packs"

// builtin lists the packs that are compiled; the others are only built upon.
var builtin = []string{"bank"}

// trainPacks trains the model of every built-in pack and writes the compiled
// packs, or with --check compares them with what is there.
func trainPacks(args []string) error {
	flags := flag.NewFlagSet("train", flag.ContinueOnError)
	check := flags.Bool("check", false, "write nothing; fail if a compiled pack is not what its sources give")
	if err := flags.Parse(args); err != nil {
		return err
	}
	for _, id := range builtin {
		start := time.Now()
		file, err := compilePack(id)
		if err != nil {
			return err
		}
		to := filepath.Join(packsDir, id+".pack")
		if *check {
			there, err := os.ReadFile(to)
			if err != nil || !bytes.Equal(there, file) {
				return fmt.Errorf("%s is not what its sources give: run `go run ./build train` and commit the file", to)
			}
			fmt.Printf("%s is up to date\n", to)
			continue
		}
		if err := os.WriteFile(to, file, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s: %d bytes, %.1f s\n", to, len(file), time.Since(start).Seconds())
	}
	return nil
}

// compilePack reads, trains and compiles one pack.
func compilePack(id string) ([]byte, error) {
	src, err := source.Read(os.DirFS(packsDir), id)
	var problems source.Problems
	if errors.As(err, &problems) {
		return nil, fmt.Errorf("the pack %q has %d problems (files are in %s):\n%w", id, len(problems), packsDir, err)
	}
	if err != nil {
		return nil, err
	}
	fmt.Printf("%s: %d scripts, %d labelled lines\n", id, len(src.Pack.Scripts), len(src.Lines))
	src.Pack.Model, err = train.Model(src.Lines, src.Pack.Lexicon(), train.Defaults(), func(doing string) { fmt.Printf("  %s\n", doing) })
	if err != nil {
		return nil, err
	}
	return src.Pack.Compile()
}
