package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"objectioncoach/coach"
	"objectioncoach/coach/eval"
	"objectioncoach/coach/labelled"
)

// evaluate measures recognition on a file of labelled lines.
func evaluate(args []string, out, errs io.Writer) error {
	c, name, replies, err := coachAndFile("eval", "give one file of labelled lines, as in coach eval lines.jsonl", args, errs)
	if err != nil {
		return err
	}
	if replies {
		return evaluateReplies(c, name, out, errs)
	}
	lines, faulty, err := readLines(name, labelled.Read, errs)
	if err != nil {
		return err
	}
	report, err := eval.Measure(c, lines)
	if err != nil {
		return err
	}
	return errors.Join(report.Write(out), reported(faulty))
}

// evaluateReplies measures the review on a file of labelled replies.
func evaluateReplies(c *coach.Coach, name string, out, errs io.Writer) error {
	replies, faulty, err := readLines(name, labelled.ReadReplies, errs)
	if err != nil {
		return err
	}
	report, err := eval.MeasureReplies(c, replies)
	if err != nil {
		return err
	}
	return errors.Join(report.Write(out), reported(faulty))
}

// reported is the error after faults that were told.
func reported(faulty bool) error {
	if faulty {
		return errReported
	}
	return nil
}

// coachAndFile makes the coach that the flags ask for, and gives the one file that
// must follow them; cure says what to write where there is another number.
func coachAndFile(command, cure string, args []string, errs io.Writer) (c *coach.Coach, file string, replies bool, err error) {
	var o options
	rest, err := o.parse(command, args, errs)
	if err != nil {
		return nil, "", false, err
	}
	if len(rest) != 1 {
		return nil, "", false, errors.New(cure)
	}
	c, err = o.coach()
	return c, rest[0], o.replies, err
}

// readLines reads a file of labelled lines, tells its faults and goes on with the
// good ones.
func readLines[T any](name string, read func(io.Reader, string) ([]T, error), errs io.Writer) (lines []T, faulty bool, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, false, err
	}
	defer file.Close()
	lines, err = read(file, name)
	var faults labelled.Faults
	if err != nil && !errors.As(err, &faults) {
		return nil, false, err
	}
	for _, fault := range faults {
		fmt.Fprintln(errs, fault)
	}
	if len(lines) == 0 {
		return nil, false, fmt.Errorf("%s holds no labelled line", name)
	}
	return lines, len(faults) > 0, nil
}

// evidence measures what is underlined on a file of marked lines.
func evidence(args []string, out, errs io.Writer) error {
	c, name, _, err := coachAndFile("evidence", "give one file of marked lines, as in coach evidence marked.txt", args, errs)
	if err != nil {
		return err
	}
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	lines, err := eval.ReadMarked(file, name)
	if err != nil {
		return err
	}
	overlap, err := eval.MeasureEvidence(c, lines)
	if err != nil {
		return err
	}
	return overlap.Write(out)
}

// agreement compares two passes of labelling.
func agreement(args []string, out, errs io.Writer) error {
	if len(args) != 2 {
		return errors.New("give the two files, as in coach agreement first.jsonl second.jsonl")
	}
	first, _, err := readLines(args[0], labelled.Read, errs)
	if err != nil {
		return err
	}
	second, _, err := readLines(args[1], labelled.Read, errs)
	if err != nil {
		return err
	}
	return eval.Agree(first, second).Write(out)
}
