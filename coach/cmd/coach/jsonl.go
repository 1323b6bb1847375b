package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"objectioncoach/coach"
)

// maxRequest bounds one line of input, in bytes: a conversation of the greatest
// length fits many times over.
const maxRequest = 64 << 20

// request is one line of input. Text is short for one turn of the customer.
type request struct {
	ID      json.RawMessage `json:"id"`
	Text    *string         `json:"text"`
	Turns   []coach.Turn    `json:"turns"`
	Context coach.Context   `json:"context"`
}

// answer is one line of output: the request's id beside the analysis.
type answer struct {
	ID json.RawMessage `json:"id"`
	coach.Analysis
}

// failure is the line of output for a request that could not be answered.
type failure struct {
	ID    json.RawMessage `json:"id"`
	Error string          `json:"error"`
}

// analyzeLines analyses each line of in; ctx fills what a request's own context leaves
// open.
func analyzeLines(c *coach.Coach, ctx coach.Context, in io.Reader, out, errs io.Writer) error {
	return answerLines(in, out, errs, func(line []byte, readErr error) (any, error) { return analyzeLine(c, ctx, line, readErr) })
}

// answerLines answers each line of in as it comes. A bad line is reported and the run
// goes on; the error at the end is errReported. The answer of a bad line says why it
// is one.
func answerLines(in io.Reader, out, errs io.Writer, answer func(line []byte, readErr error) (any, error)) error {
	reader := bufio.NewReaderSize(in, 64<<10)
	writer := bufio.NewWriter(out)
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	bad := false
	for n := 1; ; n++ {
		line, readErr := readLine(reader)
		if len(bytes.TrimSpace(line)) > 0 || errors.Is(readErr, errTooLong) {
			result, err := answer(line, readErr)
			if err != nil {
				bad = true
				fmt.Fprintf(errs, "line %d: %v\n", n, err)
			}
			if err := encoder.Encode(result); err != nil {
				return err
			}
		}
		// Answer at once when no further request is waiting: a program at the
		// other end may send the next one only then.
		if reader.Buffered() == 0 || readErr != nil {
			if err := writer.Flush(); err != nil {
				return err
			}
		}
		switch {
		case readErr == nil, errors.Is(readErr, errTooLong):
		case errors.Is(readErr, io.EOF):
			if bad {
				return errReported
			}
			return nil
		default:
			return fmt.Errorf("line %d: %w", n, readErr)
		}
	}
}

var errTooLong = fmt.Errorf("longer than %d bytes", maxRequest)

// readLine reads one line without its end. Of a line that is too long it passes
// over the rest.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	tooLong := false
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > maxRequest {
			tooLong, line = true, nil
		}
		if !tooLong {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case tooLong && (err == nil || errors.Is(err, io.EOF)):
			return nil, errTooLong
		}
		return bytes.TrimSuffix(line, []byte("\n")), err
	}
}

// analyzeLine answers one request, or gives the line that says why not.
func analyzeLine(c *coach.Coach, ctx coach.Context, line []byte, readErr error) (any, error) {
	var req request
	err := readRequest(line, readErr, &req)
	if err == nil {
		err = req.complete(ctx)
	}
	if err == nil {
		var analysis coach.Analysis
		if analysis, err = c.Analyze(coach.Conversation{Turns: req.Turns, Context: req.Context}); err == nil {
			return answer{idOf(req.ID), analysis}, nil
		}
	}
	return failure{idOf(req.ID), err.Error()}, err
}

// readRequest reads the JSON of a line, unless the line itself could not be read.
func readRequest(line []byte, readErr error, into any) error {
	if errors.Is(readErr, errTooLong) {
		return readErr
	}
	return json.Unmarshal(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")), into)
}

// complete turns the short form into the long one.
func (r *request) complete(ctx coach.Context) error {
	r.Context.Channel = cmp.Or(r.Context.Channel, ctx.Channel)
	r.Context.Product = cmp.Or(r.Context.Product, ctx.Product)
	r.Context.Segment = cmp.Or(r.Context.Segment, ctx.Segment)
	r.Context.Locale = cmp.Or(r.Context.Locale, ctx.Locale)
	r.Context.Key = cmp.Or(r.Context.Key, ctx.Key)
	r.Context.Trace = r.Context.Trace || ctx.Trace
	switch {
	case r.Text != nil && r.Turns != nil:
		return errors.New(`give either "text" or "turns", not both`)
	case r.Text != nil:
		r.Turns = []coach.Turn{{Who: coach.Customer, Text: *r.Text}}
	case r.Turns == nil:
		return errors.New(`nothing to read: give "text", or "turns" with who and text`)
	}
	return nil
}

// idOf gives the id of a request as it may be written again.
func idOf(id json.RawMessage) json.RawMessage {
	if len(id) == 0 {
		return json.RawMessage("null")
	}
	return bytes.ToValidUTF8(id, []byte("\uFFFD"))
}
