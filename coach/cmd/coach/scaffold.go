package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"objectioncoach/coach/packs"
)

// packID is how a pack may be called: its name stands in addresses and files.
var packID = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// scaffold is the beginning of a pack, by file. %[1]s is its name, %[2]s the pack it
// extends.
var scaffold = []struct{ name, content string }{
	{"pack.yaml", `# A pack lays its own scripts over the pack it extends.
pack: %[1]s
title: {zh-CN: 我行话术, en: Our scripts}
extends: %[2]s
`},
	{"scripts/price.yaml", `# One script. The closest one wins: each further condition under "for" makes it closer.
scripts:
- id: %[1]s-price-1
  for: {kind: [objection], topic: [price], nature: [genuine], emotion: [calm]}
  technique: compensate
  steps:                    # 1 to 3 sentences a step, each of at most 45 characters
  - {step: accept, say: "这笔费用放谁身上都要算一算。"}
  - {step: answer, say: "费用是{fee}，我把它换来的东西一项项摆给您看。"}
  - {step: check, say: "这几项里，您用得上哪几项？"}
  open: "您是拿它和哪一家比的？"
  closed: "要是按年算，您觉得还合适吗？"
  show: 收费公示
  avoid: 别说不贵
  after: 记下客户拿来比的那一家
`},
	{"corpus/lines.jsonl", `{"id":"%[1]s-1","text":"你们这个管理费是不是收得有点高","kind":"objection","topics":["price"],"nature":"genuine","emotion":"calm","escalate":false,"domain":"bank-wealth","channel":"branch"}
`},
}

func packNew(args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("pack new", flag.ContinueOnError)
	extends := flags.String("extends", "bank", "built-in pack to build upon")
	dir, err := oneFolder(flags, args, errs, "give the one folder to begin: coach pack new DIR")
	if err != nil {
		return err
	}
	id := filepath.Base(dir)
	if !packID.MatchString(id) {
		return fmt.Errorf("a pack cannot be called %q: use a-z, 0-9 and hyphens, and begin with a letter", id)
	}
	if !slices.Contains(packs.Names(), *extends) {
		return fmt.Errorf("there is no built-in pack %q to extend: the built-in packs are %v", *extends, packs.Names())
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already: nothing was written", dir)
	}
	for _, file := range scaffold {
		name := filepath.Join(dir, file.name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, fmt.Appendf(nil, file.content, id, *extends), 0o644); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, "began the pack %s, which extends %s. Change its files, then: coach pack check %s\n", id, *extends, dir)
	return err
}
