package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/source"
	"objectioncoach/coach/train"
)

// packsDir holds the sources of the built-in packs and what is compiled of them.
const packsDir = "coach/packs"

// builtin lists the packs that are compiled; the others are only built upon.
var builtin = []string{"bank", "insurance", "sales", "securities", "service"}

// trainPacks trains the model of every built-in pack and writes the compiled
// packs, or with --check compares them with what is there.
func trainPacks(args []string) error {
	flags := flag.NewFlagSet("train", flag.ContinueOnError)
	check := flags.Bool("check", false, "write nothing; fail if a compiled pack is not what its sources give")
	if err := flags.Parse(args); err != nil {
		return err
	}
	models := trained{}
	for _, id := range builtin {
		start := time.Now()
		file, err := models.compilePack(id)
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

// trained keeps models by what they were trained from: packs that add only
// scripts share one.
type trained map[[sha256.Size]byte]*classify.Model

// model trains a model of src, or gives the one that was trained of the same.
func (t trained) model(src *source.Source) (*classify.Model, error) {
	from, err := json.Marshal([]any{src.Lines, src.Pack.Classes})
	if err != nil {
		return nil, err
	}
	key := sha256.Sum256(from)
	if t[key] == nil {
		t[key], err = train.Model(src.Lines, src.Pack.Lexicon(), train.Defaults(), func(doing string) { fmt.Printf("  %s\n", doing) })
	}
	return t[key], err
}

// compilePack reads, trains and compiles one pack.
func (t trained) compilePack(id string) ([]byte, error) {
	src, err := source.Read(os.DirFS(packsDir), id)
	var problems source.Problems
	if errors.As(err, &problems) {
		return nil, fmt.Errorf("the pack %q has %d problems (files are in %s):\n%w", id, len(problems), packsDir, err)
	}
	if err != nil {
		return nil, err
	}
	fmt.Printf("%s: %d scripts, %d labelled lines\n", id, len(src.Pack.Scripts), len(src.Lines))
	if src.Pack.Model, err = t.model(src); err != nil {
		return nil, err
	}
	return src.Pack.Compile()
}
