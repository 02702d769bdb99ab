// Package relabel tries relabelling rules on series that were captured, before
// they go into a sender's configuration: what each rule keeps, drops and changes,
// and what comes out broken. The rules are read and applied by Prometheus' own
// code.
//
// What breaks a remote_write pipeline is seldom a rule that fails, it is one that
// works on too much: a labeldrop that makes two series one, whose samples are from
// then on out of order or duplicates; a rule that takes the name away; a keep that
// matches nothing because a drop before it took all.
//
// rules.go reads rules, trial.go applies them, report.go and table.go say what came
// of it.
package relabel
