//go:build js

package main

import "syscall/js"

// main hands the engine to the worker around it, as functions of a global object,
// and stays. Each function returns an answer as JSON text.
func main() {
	var e engine
	global := js.Global()
	global.Set("objectionCoach", map[string]any{
		"open": expose(func(args []js.Value) answer {
			return e.open(args[0].String(), bytesOf(args[1:])...)
		}),
		"addRules": expose(func(args []js.Value) answer { return e.addRules(bytesOf(args)[0]) }),
		"analyze":  expose(func(args []js.Value) answer { return e.analyze(args[0].String()) }),
		"review":   expose(func(args []js.Value) answer { return e.review(args[0].String()) }),
	})
	select {}
}

// expose makes f callable from JavaScript.
func expose(f func(args []js.Value) answer) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		return safely(func() answer { return f(args) })
	})
}

// bytesOf copies files out of their Uint8Arrays.
func bytesOf(arrays []js.Value) [][]byte {
	files := make([][]byte, len(arrays))
	for i, array := range arrays {
		files[i] = make([]byte, array.Length())
		js.CopyBytesToGo(files[i], array)
	}
	return files
}
