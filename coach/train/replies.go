package train

import (
	"fmt"
	"slices"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/text"
)

// ForReplies gives the settings for the model of what employees answer.
func ForReplies() Options {
	o := Defaults()
	o.Features, o.MinLines, o.Epochs, o.Rounded = 9000, 3, 14, 5
	return o
}

// Replies trains on labelled answers of employees and a lexicon, as Model does on
// utterances.
func Replies(replies []labelled.Reply, classes []classify.Class, o Options, progress func(string)) (*classify.Model, error) {
	if len(replies) < o.Folds || o.Folds < 2 {
		return nil, fmt.Errorf("training needs at least 2 folds and a reply for each: there are %d replies and %d folds", len(replies), o.Folds)
	}
	if progress == nil {
		progress = func(string) {}
	}
	lexicon, err := classify.NewLexicon(classes)
	if err != nil {
		return nil, err
	}
	docs := make([]doc, len(replies))
	for i, r := range replies {
		docs[i] = newDoc(answer(r), r.Reply, settingOf(r), lexicon)
	}
	progress(fmt.Sprintf("cross-validating on %d replies in %d parts", len(docs), o.Folds))
	held, err := crossValidate(docs, replyHeads, lexicon, o)
	if err != nil {
		return nil, err
	}
	progress("training on all replies")
	m, err := fit(docs, replyHeads(), lexicon, o)
	if err != nil {
		return nil, err
	}
	for i, h := range m.Heads {
		m.Heads[i].Slope, m.Heads[i].Offset = platt(h.Axis, h.Label, i, docs, held)
	}
	return m, nil
}

// settingOf is what the model is told beside the words.
func settingOf(r labelled.Reply) classify.Setting {
	return classify.Setting{Before: text.Prepare(r.Customer), Marks: []string{"product " + r.Product, "channel " + r.Channel}}
}

// replyHeads lists every label to learn of what employees answer.
func replyHeads() []classify.Head {
	return slices.Concat(
		headsOf(classify.Violation, labelled.Violations),
		headsOf(classify.Habit, labelled.Habits),
		headsOf(classify.Practice, labelled.Practices),
	)
}
