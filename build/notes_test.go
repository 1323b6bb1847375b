package main

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// note is an event that the browser notes of itself.
type note struct {
	Name   string
	PID    int     `json:"pid"`
	TID    int     `json:"tid"`
	Time   float64 `json:"dur"`  // microseconds
	Thread float64 `json:"tdur"` // of these, with a processor
	Args   struct{ Name string }
}

// notes gives what the browser notes in a category while work is done.
func notes(t *testing.T, ctx context.Context, category string, work func()) (list []note) {
	t.Helper()
	var mu sync.Mutex
	ended := make(chan struct{})
	listening, stop := context.WithCancel(ctx)
	defer stop()
	require.NoError(t, chromedp.Listen(listening, func(event any) {
		switch e := event.(type) {
		case *tracing.EventDataCollected:
			mu.Lock()
			defer mu.Unlock()
			for _, raw := range e.Value {
				var one note
				if json.Unmarshal(raw, &one) == nil {
					list = append(list, one)
				}
			}
		case *tracing.EventTracingComplete:
			close(ended)
		}
	}))
	_, err := chromedp.Call(ctx, tracing.Start, tracing.StartParams{TraceConfig: &tracing.TraceConfig{IncludedCategories: []string{category}}})
	require.NoError(t, err)
	work()
	_, err = chromedp.Call(ctx, tracing.End, cdp.Empty{})
	require.NoError(t, err)
	<-ended
	mu.Lock()
	defer mu.Unlock()
	return list
}

// stretches gives for how many milliseconds of a processor the page stood still, each
// time while work was done, the longest first: what others on the machine took meanwhile
// is not in them.
func stretches(t *testing.T, ctx context.Context, work func()) (list []float64) {
	t.Helper()
	main := map[[2]int]bool{}
	all := notes(t, ctx, "toplevel", work)
	for _, e := range all {
		if e.Name == "thread_name" && e.Args.Name == "CrRendererMain" {
			main[[2]int{e.PID, e.TID}] = true
		}
	}
	for _, e := range all {
		if main[[2]int{e.PID, e.TID}] {
			list = append(list, min(e.Time, e.Thread)/1000) // they come of two clocks
		}
	}
	slices.Sort(list)
	slices.Reverse(list)
	require.NotEmpty(t, list, "the browser does not tell")
	return list
}
