package main

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// These tests put the coach below and into what a page lays over itself: dialogs,
// popovers and elements in full screen, which are in the browser's top layer.

// layered opens a host page, and the coach, typed into once.
func layered(t *testing.T, body string) context.Context {
	t.Helper()
	ctx, _ := openGuest(t, body)
	ask[bool](t, ctx, `coach.analyze("太贵了").then(() => true)`)
	return ctx
}

// key presses a key where the focus is.
func key(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
		_, err := chromedp.Call(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: name, Code: name, WindowsVirtualKeyCode: map[string]int64{"Escape": 27, "Tab": 9}[name]})
		require.NoError(t, err)
	}
}

// onTop is what stands in the middle of the coach's panel, as an expression.
const onTop = `((r) => document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)?.id)(coach.shadowRoot.querySelector("iframe").getBoundingClientRect())`

// TestDialogOfThePageOverTheCoach opens a dialog while the employee works in the coach.
func TestDialogOfThePageOverTheCoach(t *testing.T) {
	ctx := layered(t, `<button id=own>own</button><dialog id=over><input id=field></dialog><objection-coach id=coach></objection-coach>`)
	ask[bool](t, ctx, `(own.focus(), coach.open().then(() => true))`)
	await(t, ctx, `document.activeElement === coach && coach.hasAttribute("open")`)
	require.Equal(t, "coach", ask[string](t, ctx, onTop))

	ask[bool](t, ctx, `(over.showModal(), true)`)
	await(t, ctx, `document.activeElement === field`)
	require.NotEqual(t, "coach", ask[string](t, ctx, onTop), "the coach is behind, and no click reaches it")
	ask[bool](t, ctx, `coach.open().then(() => true)`)
	require.Equal(t, "field", ask[string](t, ctx, `document.activeElement.id`), "nor does it take the focus from there")
	key(t, ctx, "Escape")
	await(t, ctx, `!over.open`)
	require.True(t, ask[bool](t, ctx, `coach.hasAttribute("open")`), "Escape is for what is above")
	await(t, ctx, `document.activeElement === coach`)

	key(t, ctx, "Escape")
	await(t, ctx, `!coach.hasAttribute("open")`)
	await(t, ctx, `document.activeElement === own`)
}

// TestCoachInADialogOfThePage opens the coach within a modal dialog.
func TestCoachInADialogOfThePage(t *testing.T) {
	ctx := layered(t, `<button id=own>own</button><dialog id=over><input id=field><objection-coach id=coach></objection-coach></dialog>`)
	ask[bool](t, ctx, `(own.focus(), over.showModal(), field.focus(), coach.open().then(() => true))`)
	await(t, ctx, `document.activeElement === coach`)
	require.Equal(t, "coach", ask[string](t, ctx, onTop))
	key(t, ctx, "Escape")
	await(t, ctx, `!coach.hasAttribute("open")`)
	await(t, ctx, `over.open && document.activeElement === field`)

	// The dialog goes while the coach is open in it: it takes the coach with it, and the
	// focus goes back to the page.
	ask[bool](t, ctx, `coach.open().then(() => true)`)
	await(t, ctx, `document.activeElement === coach`)
	ask[bool](t, ctx, `(over.close(), true)`)
	await(t, ctx, `document.activeElement === own`)
	require.Equal(t, "objection", ask[string](t, ctx, `coach.analyze("太贵了").then((a) => a.kind)`))
	ask[bool](t, ctx, `(over.showModal(), true)`)
	require.Equal(t, "coach", ask[string](t, ctx, onTop), "and brings it back")
}

// TestPopoversOfThePage opens the coach beside a popover and within one.
func TestPopoversOfThePage(t *testing.T) {
	t.Run("beside", func(t *testing.T) {
		ctx := layered(t, `<div id=over popover=manual><input id=field></div><objection-coach id=coach></objection-coach>`)
		ask[bool](t, ctx, `(over.showPopover(), field.focus(), coach.open().then(() => true))`)
		await(t, ctx, `document.activeElement === coach`)
		key(t, ctx, "Escape")
		await(t, ctx, `!coach.hasAttribute("open")`)
		await(t, ctx, `over.matches(":popover-open") && document.activeElement === field`)
	})
	t.Run("within", func(t *testing.T) {
		ctx := layered(t, `<button id=own>own</button><div id=over popover><input id=field><objection-coach id=coach></objection-coach></div>`)
		ask[bool](t, ctx, `(own.focus(), over.showPopover(), field.focus(), coach.open().then(() => true))`)
		await(t, ctx, `document.activeElement === coach`)
		require.Equal(t, "coach", ask[string](t, ctx, onTop))
		key(t, ctx, "Escape")
		await(t, ctx, `!coach.hasAttribute("open")`)
		await(t, ctx, `over.matches(":popover-open") && document.activeElement === field`)
		key(t, ctx, "Escape")
		await(t, ctx, `!over.matches(":popover-open")`)
	})
}

// TestFullScreenOfThePage puts a part of the page, with the coach and without, over all.
func TestFullScreenOfThePage(t *testing.T) {
	ctx := layered(t, `<main id=part><objection-coach id=coach></objection-coach></main><section id=other>other</section>`)
	full := func(id string) {
		t.Helper()
		yes := true
		_, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{Expression: id + `.requestFullscreen()`, UserGesture: &yes, AwaitPromise: &yes})
		require.NoError(t, err)
		await(t, ctx, `document.fullscreenElement === `+id)
	}
	full("part")
	ask[bool](t, ctx, `coach.open().then(() => true)`)
	await(t, ctx, `document.activeElement === coach`)
	require.Equal(t, "coach", ask[string](t, ctx, onTop), "in it")
	key(t, ctx, "Escape")
	await(t, ctx, `!coach.hasAttribute("open")`)
	ask[bool](t, ctx, `document.exitFullscreen().then(() => true)`)
	full("other")
	ask[bool](t, ctx, `coach.open().then(() => true)`)
	require.Equal(t, "other", ask[string](t, ctx, onTop), "behind it")
	ask[bool](t, ctx, `document.exitFullscreen().then(() => true)`)
	await(t, ctx, onTop+` === "coach"`)
}
