package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"objectioncoach/coach"
	"objectioncoach/coach/packs"
	"objectioncoach/coach/source"
	"objectioncoach/coach/studio"
)

// packTest runs the tests that lie in the folder of a pack.
func packTest(args []string, out, errs io.Writer) error {
	flags := flag.NewFlagSet("pack test", flag.ContinueOnError)
	dir, err := oneFolder(flags, args, errs, "give the one folder whose tests to run: coach pack test DIR")
	if err != nil {
		return err
	}
	src, err := readSource(dir)
	if err != nil {
		return err
	}
	tests, problems, err := testsIn(dir, src.Pack.ID)
	if err != nil {
		return err
	}
	if len(tests)+len(problems) == 0 {
		return fmt.Errorf("there are no tests in %s: write them into files whose names end in %s", dir, source.TestsEnding)
	}
	if err := trainSource(src, func(doing string) { fmt.Fprintln(errs, doing) }); err != nil {
		return err
	}
	c, err := coach.New(src.Pack)
	if err != nil {
		return err
	}
	run := studio.NewRun(tests, c, nil)
	for run.Step(len(tests)) {
	}
	problems = append(problems, run.Problems()...)
	fmt.Fprintf(out, "%s: %d tests, %d failed\n", src.Pack.ID, len(tests), len(studio.Pick{Failed: true}.Only(run.Outcomes)))
	if len(problems) > 0 {
		fmt.Fprintln(errs, problems)
		return errReported
	}
	return nil
}

// testsIn reads the tests in the folder of the pack id.
func testsIn(dir, id string) (tests []studio.Test, problems source.Problems, err error) {
	fsys, top := fs.FS(packs.Sources()), id
	if _, err := os.Stat(dir); err == nil {
		fsys, top = os.DirFS(dir), "."
	}
	err = fs.WalkDir(fsys, top, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, source.TestsEnding) {
			return err
		}
		raw, err := fs.ReadFile(fsys, name)
		file := name
		if top == "." {
			file = filepath.ToSlash(filepath.Join(id, name))
		}
		of, wrong := studio.ReadTests(file, string(raw))
		tests, problems = append(tests, of...), append(problems, wrong...)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return tests, problems, err
}
