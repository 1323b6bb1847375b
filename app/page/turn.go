package page

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// Turn gives the screen its turn in the middle of long work, and goes on once the browser
// has come back to the page. To sleep is not enough: where garbage is being collected, a
// sleep ends before the program has let go of the page. Outside a browser it does
// nothing. Call it outside of the UI goroutine.
func Turn() {
	if app.IsServer {
		return
	}
	back := make(chan struct{}, 1)
	heard := app.FuncOf(func(app.Value, []app.Value) any {
		back <- struct{}{}
		return nil
	})
	defer heard.Release()
	channel := app.Window().Get("MessageChannel").New() // a timer would wait for milliseconds more
	here := channel.Get("port1")
	here.Set("onmessage", heard)
	channel.Get("port2").Call("postMessage", nil)
	<-back
	here.Call("close")
}
