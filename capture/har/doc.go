// Package har writes exchanges as an HTTP Archive and reads archives, its own and
// those of browsers and proxies.
//
// The format is HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/). Bodies
// are binary and stand in base64: in content.encoding, as the format has it, and
// for requests, where the format has nothing, in postData._encoding.
//
//	log
//	├ version, creator
//	└ entries …
//	  ├ startedDateTime, time, timings, connection
//	  ├ request   method, url, headers …, postData {mimeType, text, _encoding}
//	  ├ response  status, headers …, content {size, mimeType, text, encoding}
//	  ├ comment   what became of the samples, in words
//	  └ _rwscope  the exchange without its body: exchange.proto, in base64
//
// The last field makes an archive of ours import to the same exchanges that were
// exported. It is taken only if it belongs to the body beside it. An entry without
// one is a request that somebody else answered; see [capture.Recorded].
//
// # Bodies of others
//
// Browsers and proxies write binary request bodies as text in several ways: one
// character for each byte, escaped bytes as lone surrogates, or with replacement
// characters, by which the body is lost. The size that the entry declares, and
// what the bytes turn out to be, tell which.
//
// # Limits
//
// An archive is read and written entry by entry; an entry larger than
// [Config].MaxEntry is refused.
package har
