package train

import (
	"fmt"
	"math"
	"slices"

	"objectioncoach/coach/classify"
	"objectioncoach/coach/labelled"
	"objectioncoach/coach/pack"
	"objectioncoach/coach/review"
)

// ForReplies gives the settings for the model of what employees answer.
func ForReplies() Options {
	o := Defaults()
	o.Features, o.MinLines, o.Epochs, o.Rounded = 9000, 3, 30, 5
	return o
}

// Replies trains on labelled answers of employees, with calibration and thresholds
// from cross-validation. The model is told what the phrases of the rulebook found.
// progress, if not nil, is told what is being done.
func Replies(replies []labelled.Reply, book *pack.Rulebook, o Options, progress func(string)) (*classify.Model, error) {
	if len(replies) < o.Folds || o.Folds < 2 {
		return nil, fmt.Errorf("training needs at least 2 folds and a reply for each: there are %d replies and %d folds", len(replies), o.Folds)
	}
	if progress == nil {
		progress = func(string) {}
	}
	lexicon := &classify.Lexicon{}
	docs := readReplies(replies, review.New(book), lexicon)
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
	for _, g := range groups(m.Heads) {
		for h := g.first; h < g.end; h++ {
			m.Heads[h].Slope, m.Heads[h].Offset = platt(g.axis, g.labels[h-g.first], h, docs, held)
		}
		if g.axis == classify.Practice {
			for h := g.first; h < g.end; h++ {
				m.Heads[h].Threshold = bestThreshold(m.Heads, h, h+1, docs, held)
			}
			continue
		}
		threshold := bestThreshold(m.Heads, g.first, g.end, docs, held)
		for h := g.first; h < g.end; h++ {
			m.Heads[h].Threshold = threshold
		}
	}
	return m, nil
}

// readReplies prepares every reply twice: as it was given, and as if nothing were known
// of the customer, product and channel, for a draft must be judged by itself too.
func readReplies(replies []labelled.Reply, reviewer *review.Reviewer, lexicon *classify.Lexicon) []doc {
	var docs []doc
	for _, r := range replies {
		for _, reply := range []review.Reply{
			review.Prepare(r.Reply, r.Customer, r.Product, r.Channel),
			review.Prepare(r.Reply, "", "", ""),
		} {
			docs = append(docs, newDoc(answer(r), reply.Text, reviewer.Setting(reply), lexicon))
		}
	}
	return docs
}

// bestThreshold gives the probability, in hundredths, from which asserting the labels
// [first, end) gives the best mean of their F1 on held-out texts.
func bestThreshold(heads []classify.Head, first, end int, docs []doc, held [][]float64) float64 {
	threshold, best := 0.5, -1.0
	for t := 0.10; t < 0.90; t += 0.02 {
		sum := 0.0
		for h := first; h < end; h++ {
			hit, said, so := 0, 0, 0
			for i, d := range docs {
				yes := 1/(1+classify.Exp(-(heads[h].Slope*held[i][h]+heads[h].Offset))) >= t
				is := d.holds(heads[h].Axis, heads[h].Label)
				if yes {
					said++
				}
				if is {
					so++
				}
				if yes && is {
					hit++
				}
			}
			sum += 2 * float64(hit) / math.Max(float64(said+so), 1)
		}
		if sum > best {
			threshold, best = t, sum
		}
	}
	return hundredths(threshold)
}

// replyHeads lists every label to learn of what employees answer.
func replyHeads() []classify.Head {
	return slices.Concat(
		headsOf(classify.Unlawful, []string{"unlawful"}),
		headsOf(classify.Violation, labelled.Violations),
		headsOf(classify.Habit, labelled.Habits),
		headsOf(classify.Practice, labelled.Practices),
	)
}
