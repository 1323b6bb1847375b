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
	"slices"
	"time"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
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
	only := flags.String("only", "", "train one part alone: rules, or packs")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *only != "packs" {
		rules, err := trainRules()
		if err != nil {
			return err
		}
		if err := keep(filepath.Join(packsDir, "base.rules"), rules, *check); err != nil {
			return err
		}
	}
	if *only == "rules" {
		return nil
	}
	models := trained{}
	for _, id := range builtin {
		start := time.Now()
		p, err := models.pack(id)
		if err != nil {
			return err
		}
		main, err := p.Compile()
		if err != nil {
			return err
		}
		english, err := p.CompileLanguage(pack.English)
		if err != nil {
			return err
		}
		for _, file := range []struct {
			name    string
			content []byte
		}{{id + ".pack", main}, {id + ".en.lang", english}} {
			if err := keep(filepath.Join(packsDir, file.name), file.content, *check); err != nil {
				return err
			}
		}
		fmt.Printf("  %.1f s\n", time.Since(start).Seconds())
	}
	return nil
}

// trainRules gives the compiled rulebook, which the built-in packs share.
func trainRules() ([]byte, error) {
	src, err := readSource("base")
	if err != nil {
		return nil, err
	}
	var scripts []string // and rewrites: what the coach itself says breaks no rule
	for _, id := range builtin {
		of, err := readSource(id)
		if err != nil {
			return nil, err
		}
		for _, script := range of.Pack.Scripts {
			for _, said := range script.Says() {
				if !slices.Contains(scripts, said) {
					scripts = append(scripts, said)
				}
			}
		}
	}
	book := src.Pack.Rulebook
	for _, rule := range book.Rules {
		for _, rewrite := range rule.Rewrites {
			scripts = append(scripts, rewrite.Say.In(pack.DefaultLocale))
		}
	}
	fmt.Printf("rulebook: %d rules, %d labelled replies, %d texts of scripts\n", len(book.Rules), len(src.Replies), len(scripts))
	book.Model, err = train.Replies(src.Replies, scripts, book, train.ForReplies(), func(doing string) { fmt.Printf("  %s\n", doing) })
	if err != nil {
		return nil, err
	}
	return src.Pack.CompileRules()
}

// readSource reads the sources of a built-in pack, or the layer below them.
func readSource(id string) (*source.Source, error) {
	src, err := source.Read(os.DirFS(packsDir), id)
	var problems source.Problems
	if errors.As(err, &problems) {
		return nil, fmt.Errorf("the pack %q has %d problems (files are in %s):\n%w", id, len(problems), packsDir, err)
	}
	return src, err
}

// keep writes a compiled file, or compares it with what is there.
func keep(name string, content []byte, check bool) error {
	if !check {
		fmt.Printf("%s: %d bytes\n", name, len(content))
		return os.WriteFile(name, content, 0o644)
	}
	there, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(there, content) {
		return fmt.Errorf("%s is not what its sources give: run `go run ./build train` and commit the file", name)
	}
	fmt.Printf("%s is up to date\n", name)
	return nil
}

// trained keeps models by what they were trained from: packs that add only
// scripts share one.
type trained map[[sha256.Size]byte]*classify.Model

// model trains a model of lines and classes, or gives the one that was trained of
// the same.
func (t trained) model(lines []labelled.Line, classes []classify.Class, o train.Options) (*classify.Model, error) {
	from, err := json.Marshal([]any{lines, classes})
	if err != nil {
		return nil, err
	}
	key := sha256.Sum256(from)
	if t[key] == nil {
		t[key], err = train.Model(lines, classes, o, func(doing string) { fmt.Printf("  %s\n", doing) })
	}
	return t[key], err
}

// pack reads and trains one pack.
func (t trained) pack(id string) (*pack.Pack, error) {
	src, err := readSource(id)
	if err != nil {
		return nil, err
	}
	chinese, english := src.LinesIn(""), src.LinesIn(pack.English)
	fmt.Printf("%s: %d scripts, %d labelled lines in Chinese, %d in English\n", id, len(src.Pack.Scripts), len(chinese), len(english))
	if src.Pack.Model, err = t.model(chinese, src.Pack.Lexicon(""), train.Defaults()); err != nil {
		return nil, err
	}
	src.Pack.English, err = t.model(english, src.Pack.Lexicon(pack.English), train.ForEnglish())
	return src.Pack, err
}
