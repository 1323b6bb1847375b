package eval

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"text/tabwriter"

	"objectioncoach/coach"
	"objectioncoach/coach/labelled"
)

// Replies is the result of measuring reviews. Fractions are from 0 to 1.
type Replies struct {
	Replies     int
	Detection   Count // replies with any violation
	RightID     Count // replies with a violation, and those of them for which one of the ids found is right
	NearMiss    Count // lawful replies that name what rules forbid; hit where one is flagged all the same
	ViolationOf map[string]*Count
	HabitOf     map[string]*Count
	PracticeOf  map[string]*Count
	Errors      []ReplyError
}

// ReplyError is a reply that was flagged wrongly, or not flagged.
type ReplyError struct {
	Reply labelled.Reply
	Found []string // ids of violations
}

// MeasureReplies runs reviews over labelled replies.
func MeasureReplies(c *coach.Coach, replies []labelled.Reply) (*Replies, error) {
	r := &Replies{ViolationOf: counts(labelled.Violations), HabitOf: counts(labelled.Habits), PracticeOf: counts(labelled.Practices)}
	for i, reply := range replies {
		review, err := c.Review(reply.Reply, reply.Customer, coach.Analysis{}, coach.Context{Product: reply.Product, Channel: reply.Channel})
		if err != nil {
			return nil, fmt.Errorf("reply %s: %w", cmp.Or(reply.ID, strconv.Itoa(i+1)), err)
		}
		r.add(reply, review)
	}
	return r, nil
}

func (r *Replies) add(so labelled.Reply, said coach.Review) {
	r.Replies++
	var ids, habits []string
	for _, v := range said.Violations {
		ids = append(ids, v.ID)
	}
	for _, h := range said.Habits {
		habits = append(habits, h.ID)
	}
	unlawful := len(so.Violations) > 0
	r.Detection.add(len(ids) > 0, unlawful)
	if unlawful {
		right := slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(so.Violations, id) })
		r.RightID.add(right, true)
	}
	if so.Near {
		r.NearMiss.add(len(ids) > 0, true)
	}
	if unlawful != (len(ids) > 0) {
		r.Errors = append(r.Errors, ReplyError{so, ids})
	}
	for id, c := range r.ViolationOf {
		c.add(slices.Contains(ids, id), slices.Contains(so.Violations, id))
	}
	for id, c := range r.HabitOf {
		c.add(slices.Contains(habits, id), slices.Contains(so.Habits, id))
	}
	does := map[string]bool{"acknowledges": said.Acknowledges, "asks": said.Asks, "commits-date": said.CommitsDate}
	for id, c := range r.PracticeOf {
		c.add(does[id], so.Does(id))
	}
}

// HabitsF1 is the mean F1 of habits.
func (r *Replies) HabitsF1() float64 {
	sum := 0.0
	for _, c := range r.HabitOf {
		sum += c.F1()
	}
	return sum / float64(len(r.HabitOf))
}

// Write prints the tables.
func (r *Replies) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "replies\t%d\n", r.Replies)
	fmt.Fprintf(t, "violations found\trecall %.3f\tprecision %.3f\t%d of %d, %d false\n", r.Detection.Recall(), r.Detection.Precision(),
		r.Detection.Hit, r.Detection.Real, r.Detection.Said-r.Detection.Hit)
	fmt.Fprintf(t, "with a right id\t%.3f\n", r.RightID.Recall())
	fmt.Fprintf(t, "near-misses flagged\t%.3f\t%d of %d\n", r.NearMiss.Recall(), r.NearMiss.Hit, r.NearMiss.Real)
	fmt.Fprintf(t, "habits, macro-F1\t%.3f\n", r.HabitsF1())
	for _, part := range []struct {
		of  map[string]*Count
		ids []string
	}{{r.PracticeOf, labelled.Practices}, {r.ViolationOf, labelled.Violations}, {r.HabitOf, labelled.Habits}} {
		for _, id := range part.ids {
			c := part.of[id]
			fmt.Fprintf(t, "  %s\tF1 %.3f\tP %.3f\tR %.3f\t%d\n", id, c.F1(), c.Precision(), c.Recall(), c.Real)
		}
	}
	return t.Flush()
}
