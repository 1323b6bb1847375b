package playbook_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"objectioncoach/coach/pack"
	"objectioncoach/coach/playbook"
)

func TestOffers(t *testing.T) {
	b := book(t)
	more := func(id string, offers ...playbook.Offer) {
		b.Procedures = append(b.Procedures, playbook.Procedure{ID: id, For: offers})
	}
	more("by-hand")
	more("any-complaint", playbook.Offer{When: pack.When{Kind: []string{"complaint"}}})
	more("same-again", playbook.Offer{When: pack.When{Kind: []string{"complaint"}}})
	more("loan", playbook.Offer{When: pack.When{Product: []string{"loan"}}})

	for _, test := range []struct {
		name string
		playbook.Occasion
		want []string
	}{
		{"nothing known", playbook.Occasion{}, []string{}},
		{"a kind; equals stay in the order of the book", playbook.Occasion{Situation: pack.Situation{Kind: "complaint"}}, []string{"any-complaint", "same-again"}},
		{"the trade tells a little more", playbook.Occasion{Pack: "shop", Situation: pack.Situation{Kind: "complaint"}}, []string{"refund", "any-complaint", "same-again"}},
		{"the product tells more", playbook.Occasion{Pack: "shop", Situation: pack.Situation{Kind: "complaint", Product: "loan"}}, []string{"loan", "refund", "any-complaint", "same-again"}},
		{"the closest of several conditions counts", playbook.Occasion{Pack: "shop", Situation: pack.Situation{Kind: "complaint", Product: "loan", Emotion: "angry"}}, []string{"refund", "loan", "any-complaint", "same-again"}},
		{"the customer's words tell most", playbook.Occasion{Said: "能不能退钱", Situation: pack.Situation{Kind: "question", Product: "loan"}}, []string{"refund", "loan"}},
	} {
		t.Run(test.name, func(t *testing.T) { require.Equal(t, test.want, b.Offers(test.Occasion)) })
	}
}

func TestOneOfferIsClear(t *testing.T) {
	b := book(t)
	more := func(id string, offers ...playbook.Offer) {
		b.Procedures = append(b.Procedures, playbook.Procedure{ID: id, For: offers})
	}
	more("any-complaint", playbook.Offer{When: pack.When{Kind: []string{"complaint"}}})
	more("angry", playbook.Offer{When: pack.When{Kind: []string{"complaint"}, Emotion: []string{"angry"}}})
	more("grave", playbook.Offer{When: pack.When{Escalate: true}})

	for _, test := range []struct {
		name string
		playbook.Occasion
		id      string
		ok      bool
		because []string
	}{
		{"none fits", playbook.Occasion{}, "", false, nil},
		{"the only one", playbook.Occasion{Situation: pack.Situation{Kind: "complaint"}}, "any-complaint", true, []string{"kind=complaint"}},
		{"a closer label is not beyond doubt", playbook.Occasion{Situation: pack.Situation{Kind: "complaint", Emotion: "angry"}}, "refund", false, nil},
		{"words are", playbook.Occasion{Said: "能不能退钱", Situation: pack.Situation{Kind: "complaint", Emotion: "angry"}}, "refund", true, []string{"words=退钱"}},
		{"escalation is", playbook.Occasion{Situation: pack.Situation{Kind: "complaint", Emotion: "angry", Escalate: true}}, "grave", true, []string{"escalate"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			id, ok := b.Clear(test.Occasion)
			require.Equal(t, test.id, id)
			require.Equal(t, test.ok, ok)
			if test.because != nil {
				require.Equal(t, test.because, b.Because(id, test.Occasion))
			}
			require.Empty(t, b.Because("by-nobody", test.Occasion))
		})
	}
}
