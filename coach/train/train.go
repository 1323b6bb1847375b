// Package train makes a recogniser from labelled lines: logistic regression
// over runs of characters, weights rounded to small whole numbers, scores
// calibrated and thresholds chosen by cross-validation. The same lines give the
// same model, to the byte.
package train

import (
	"fmt"
	"math"
	"sort"
	"sync"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/text"
)

// Options are the settings of a training. Defaults gives the ones that did
// best in cross-validation.
type Options struct {
	Epochs   int     // passes over the lines
	Rate     float64 // first step of the adaptive gradient
	Sparsity float64 // L1 penalty: how much evidence a weight needs to leave zero
	Decay    float64 // L2 penalty
	MinLines int     // a feature must occur in so many lines
	Keep     float64 // weights smaller than this part of a label's largest are dropped, in [0, 1)
	Folds    int     // parts of the cross-validation
}

// Defaults gives the settings used for the built-in packs.
func Defaults() Options {
	return Options{Epochs: 15, Rate: 3, Sparsity: 2.15, Decay: 0, MinLines: 5, Keep: 0.02, Folds: 5}
}

// Model trains on all lines and a lexicon, with calibration and thresholds from
// cross-validation. progress, if not nil, is told what is being done.
func Model(lines []labelled.Line, classes []classify.Class, o Options, progress func(string)) (*classify.Model, error) {
	if len(lines) < o.Folds || o.Folds < 2 {
		return nil, fmt.Errorf("training needs at least 2 folds and a line for each: there are %d lines and %d folds", len(lines), o.Folds)
	}
	if progress == nil {
		progress = func(string) {}
	}
	lexicon, err := classify.NewLexicon(classes)
	if err != nil {
		return nil, err
	}
	docs := prepare(lines, lexicon)
	progress(fmt.Sprintf("cross-validating on %d lines in %d parts", len(lines), o.Folds))
	held, err := crossValidate(docs, lexicon, o)
	if err != nil {
		return nil, err
	}
	progress("training on all lines")
	m, err := fit(docs, lexicon, o)
	if err != nil {
		return nil, err
	}
	calibrate(m.Heads, docs, held)
	progress(fmt.Sprintf("held-out lines: kind accuracy %.3f, topics micro-F1 %.3f where there are topics, emotion accuracy %.3f",
		accuracy(classify.Kind, m.Heads, docs, held),
		heldOutF1(m.Heads, docs, held),
		accuracy(classify.Emotion, m.Heads, docs, held)))
	return m, nil
}

// doc is a line with its features counted once.
type doc struct {
	line  labelled.Line
	text  text.Text
	names []string
}

func prepare(lines []labelled.Line, lexicon *classify.Lexicon) []doc {
	docs := make([]doc, len(lines))
	for i, line := range lines {
		t := text.Prepare(line.Text)
		docs[i] = doc{line, t, lexicon.Names(t)}
	}
	return docs
}

// crossValidate gives every line the raw scores of a model that has not seen it.
func crossValidate(docs []doc, lexicon *classify.Lexicon, o Options) ([][]float64, error) {
	held := make([][]float64, len(docs))
	for fold := range o.Folds {
		var seen []doc
		for i, d := range docs {
			if foldOf(i, o.Folds) != fold {
				seen = append(seen, d)
			}
		}
		m, err := fit(seen, lexicon, o)
		if err != nil {
			return nil, err
		}
		for i, d := range docs {
			if foldOf(i, o.Folds) == fold {
				held[i] = m.Recognise(d.text).RawScores()
			}
		}
	}
	return held, nil
}

// foldOf deals lines out in runs of eight: neighbours come from one scene and
// must not be split between training and test.
func foldOf(i, folds int) int { return i / 8 % folds }

// heads lists every label to learn.
func heads() []classify.Head {
	var list []classify.Head
	add := func(axis classify.Axis, labels []string) {
		for _, label := range labels {
			list = append(list, classify.Head{Axis: axis, Label: label, Scale: 1, Slope: 1})
		}
	}
	add(classify.Kind, labelled.Kinds)
	add(classify.Topic, labelled.Topics)
	add(classify.Nature, labelled.Natures)
	add(classify.Emotion, labelled.Emotions)
	add(classify.Escalate, []string{"escalate"})
	return list
}

// fit trains every axis and rounds the result.
func fit(docs []doc, lexicon *classify.Lexicon, o Options) (*classify.Model, error) {
	names := vocabulary(docs, o.MinLines)
	rows := sparse(docs, names)
	list := heads()
	learned := make([]linear, len(list))
	var wait sync.WaitGroup
	for _, group := range groups(list) {
		wait.Add(1)
		go func() {
			defer wait.Done()
			group.learn(docs, rows, len(names), o, learned[group.first:group.end])
		}()
	}
	wait.Wait()
	return round(list, lexicon, names, learned, o.Keep)
}

// vocabulary lists the features that occur in enough lines, sorted.
func vocabulary(docs []doc, minLines int) []string {
	count := map[string]int{}
	for _, d := range docs {
		once := map[string]bool{}
		for _, name := range d.names {
			if !once[name] {
				once[name] = true
				count[name]++
			}
		}
	}
	var names []string
	for name, n := range count {
		if n >= minLines {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// row is a line as the trainer sees it: known features with repetition, and the
// value each of them has.
type row struct {
	features []int32
	value    float64
}

func sparse(docs []doc, names []string) []row {
	at := make(map[string]int32, len(names))
	for i, name := range names {
		at[name] = int32(i)
	}
	rows := make([]row, len(docs))
	for i, d := range docs {
		for _, name := range d.names {
			if f, ok := at[name]; ok {
				rows[i].features = append(rows[i].features, f)
			}
		}
		rows[i].value = 1 / math.Sqrt(float64(max(len(d.names), 1)))
	}
	return rows
}

// round turns weights into whole numbers of at most ±127 for each label and
// leaves out features that no label uses.
func round(list []classify.Head, lexicon *classify.Lexicon, names []string, learned []linear, keep float64) (*classify.Model, error) {
	table := make([]int8, len(names)*len(list))
	for h := range list {
		largest := 0.0
		for _, w := range learned[h].weights {
			largest = max(largest, math.Abs(w))
		}
		list[h].Bias = learned[h].bias
		list[h].Scale = max(largest, 1e-9) / 127
		for f, w := range learned[h].weights {
			if math.Abs(w) >= keep*largest {
				table[f*len(list)+h] = int8(math.Round(w / list[h].Scale))
			}
		}
	}
	var used []string
	var weights []int8
	for f, name := range names {
		r := table[f*len(list):][:len(list)]
		for _, w := range r {
			if w != 0 {
				used = append(used, name)
				weights = append(weights, r...)
				break
			}
		}
	}
	return classify.New(list, lexicon, used, weights)
}
