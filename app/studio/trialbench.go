package main

import (
	"encoding/json"
	"time"

	"objectioncoach/coach"
	"objectioncoach/coach/message"
	"objectioncoach/coach/pack"
	work "objectioncoach/coach/studio"
)

// trying is what the worker has for trying out the pack.
type trying struct {
	published *coach.Coach    // what staff have now; nil where nothing is known of it
	against   *work.Published // likewise, with what it answered to tests
	run       *work.Run       // of the test set that was run last
	covered   covered
	publishing
	teaching
}

// slice is how long the worker works before it listens to the screens again.
const slice = 60 * time.Millisecond

// against makes a version the one that staff have now: the files of a compiled pack, or
// one signed file. Without files there is none.
func (b *bench) against(r request) (any, [][]byte, error) {
	b.trying.published, b.trying.against = nil, nil
	if len(r.Files) == 0 {
		return nil, nil, nil
	}
	p, err := contentOf(r.Files)
	if err != nil {
		return nil, nil, err
	}
	if b.trying.published, err = coach.New(p); err == nil {
		b.trying.against = work.NewPublished(b.trying.published)
	}
	return nil, nil, err
}

// contentOf opens a compiled pack, or a signed one whoever signed it.
func contentOf(files [][]byte) (*pack.Pack, error) {
	if _, err := pack.ReadSigned(files[0]); err != nil {
		return pack.Open(files[0], files[1:]...)
	}
	p, _, err := pack.OpenSigned(files[0], pack.Trust{Verify: func(_, _, _ []byte) bool { return true }})
	return p, err
}

// preview shows what staff would see of a conversation.
func (b *bench) preview(r request) (any, [][]byte, error) {
	var conv coach.Conversation
	if err := json.Unmarshal(r.Input, &conv); err != nil {
		return nil, nil, err
	}
	p, err := b.workspace.Preview(conv, b.trying.published)
	return p, nil, err
}

// titles are what staff read for the labels of an axis, and for techniques, in the order
// of the pack.
type titles map[string][]work.Word

func (b *bench) titles(r request) (any, [][]byte, error) {
	var locale string
	if err := json.Unmarshal(r.Input, &locale); err != nil {
		return nil, nil, err
	}
	p, _ := b.workspace.Good()
	if p == nil {
		return nil, nil, message.New("never-good")
	}
	t := titles{}
	for _, label := range p.Labels {
		t[label.Axis] = append(t[label.Axis], work.Word{Value: label.ID, Title: label.Title.In(locale)})
	}
	for _, technique := range p.Techniques {
		t["technique"] = append(t["technique"], work.Word{Value: technique.ID, Title: technique.Title.In(locale)})
	}
	return t, nil, nil
}
