package store

import "strings"

// product is a program that sends remote write, as far as its habits are known.
type product struct {
	name     string
	agents   []string // beginnings of its User-Agent, in lower case
	next     func(reply) (Next, string)
	settings map[setting]string
}

// setting is something that most products can be told, each in its own words.
type setting string

const (
	labelSetting    setting = "label_setting"    // a label on everything that is sent
	orderSetting    setting = "order_setting"    // send each series in order
	batchSetting    setting = "batch_setting"    // smaller requests
	v1Setting       setting = "v1_setting"       // send v1 instead of v2
	v2Setting       setting = "v2_setting"       // send v2 instead of v1
	exemplarSetting setting = "exemplar_setting" // send no exemplars
	timeoutSetting  setting = "timeout_setting"  // wait longer for a request to be done
)

// products are tried in order; the first has no User-Agent and is used when no
// other fits.
var products = []product{
	{
		name: "by the specification, a sender",
		next: specNext,
		settings: map[setting]string{
			labelSetting:    "`replica`, for instance",
			orderSetting:    "Send the samples of one series over one connection at a time, in the order of their time.",
			batchSetting:    "put fewer samples into a request",
			v1Setting:       "`Content-Type: application/x-protobuf` with a prometheus.WriteRequest",
			v2Setting:       "`Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request` with that message, if it can",
			exemplarSetting: "leave exemplars out",
			timeoutSetting:  "raise its timeout",
		},
	},
	{
		name: "Prometheus", agents: []string{"prometheus/"}, next: prometheusNext,
		settings: map[setting]string{
			labelSetting:    "`global: {external_labels: {replica: a}}`",
			orderSetting:    "Prometheus keeps the order of a series: look for two remote_write sections, scrape jobs or rules that produce the same labels.",
			batchSetting:    "`queue_config: {max_samples_per_send: 500}`",
			v1Setting:       "`protobuf_message: prometheus.WriteRequest` in remote_write",
			v2Setting:       "`protobuf_message: io.prometheus.write.v2.Request` in remote_write",
			exemplarSetting: "`send_exemplars: false` in remote_write",
			timeoutSetting:  "`remote_timeout: 1m` in remote_write, where the default is 30s",
		},
	},
	{
		name: "Alloy", agents: []string{"alloy/", "grafanaagent/"}, next: prometheusNext,
		settings: map[setting]string{
			labelSetting:    "`external_labels = {replica = \"a\"}` in prometheus.remote_write",
			orderSetting:    "Alloy keeps the order of a series: look for two components that forward the same labels.",
			batchSetting:    "`queue_config { max_samples_per_send = 500 }`",
			v1Setting:       "`protobuf_message = \"prometheus.WriteRequest\"` in the endpoint",
			v2Setting:       "`protobuf_message = \"io.prometheus.write.v2.Request\"` in the endpoint",
			exemplarSetting: "`send_exemplars = false` in the endpoint",
			timeoutSetting:  "`remote_timeout = \"1m\"` in the endpoint, where the default is 30s",
		},
	},
	{
		name: "vmagent", agents: []string{"vmagent"}, next: vmagentNext,
		settings: map[setting]string{
			labelSetting:   "`-remoteWrite.label=replica=a`",
			orderSetting:   "Set `-remoteWrite.queues=1` for this URL.",
			batchSetting:   "`-remoteWrite.maxRowsPerBlock=2000`",
			timeoutSetting: "`-remoteWrite.sendTimeout=2m`, where the default is 1m",
		},
	},
	{
		name: "the OpenTelemetry Collector", agents: []string{"opentelemetry-collector", "opentelemetry collector", "otelcol"}, next: collectorNext,
		settings: map[setting]string{
			labelSetting:   "`external_labels: {replica: a}` of the exporter",
			orderSetting:   "Set `remote_write_queue: {num_consumers: 1}` of the exporter.",
			batchSetting:   "`max_batch_size_bytes: 1000000` of the exporter",
			v1Setting:      "`protobuf_message: prometheus.WriteRequest` of the exporter",
			v2Setting:      "`protobuf_message: io.prometheus.write.v2.Request` of the exporter",
			timeoutSetting: "`timeout: 30s` of the exporter, where the default is 5s",
		},
	},
	{
		name: "Telegraf", agents: []string{"telegraf/"}, next: telegrafNext,
		settings: map[setting]string{
			labelSetting:   "`[global_tags] replica = \"a\"`",
			orderSetting:   "Let no two inputs produce the same tags, and keep `precision` as fine as the interval.",
			batchSetting:   "`metric_batch_size = 500`",
			timeoutSetting: "`timeout = \"30s\"` in outputs.http, where the default is 5s",
		},
	},
	{
		name: "Vector", agents: []string{"vector/"}, next: vectorNext,
		settings: map[setting]string{
			labelSetting:   "a remap transform with `.tags.replica = \"a\"`",
			orderSetting:   "Set `request: {concurrency: 1}` of the sink.",
			batchSetting:   "`batch: {max_events: 500}`",
			timeoutSetting: "`request: {timeout_secs: 120}` of the sink, where the default is 60",
		},
	},
	{
		name: "k6", agents: []string{"k6"}, next: k6Next,
		settings: map[setting]string{
			labelSetting: "`--tag replica=a`",
			orderSetting: "Give each k6 instance a tag of its own.",
		},
	},
}

// productOf finds the product that sends this User-Agent.
func productOf(userAgent string) *product {
	const longest = 32 // of all products' beginnings
	agent := strings.ToLower(userAgent[:min(len(userAgent), longest)])
	for i := range products {
		for _, start := range products[i].agents {
			if strings.HasPrefix(agent, start) {
				return &products[i]
			}
		}
	}
	return &products[0]
}

// setting is how the sender at fault is told something.
func (s *scene) setting(name setting) string {
	if v := s.product.settings[name]; v != "" {
		return v
	}
	return products[0].settings[name]
}

// settingFacts are the settings, to be used within a fix.
var settingFacts = func() map[string]fact {
	all := make(map[string]fact)
	for name := range products[0].settings {
		all[string(name)] = fact{value: func(s *scene) string { return s.setting(name) }}
	}
	return all
}()
