using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TriageMesh.Benchmarks.Throughput;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var model = new Option<string?>("--model") { Description = "Model file; default: the one that ships" };
var corpus = new Option<string>("--corpus") { Description = "Folder of labelled rows", Required = true };
var texts = new Option<string?>("--texts") { Description = "JSONL file of texts to label; default: the corpus" };
var output = new Option<string>("--output") { Description = "Folder for what both programs read", Required = true };
var count = new Option<int>("--count") { Description = "Texts of each language", DefaultValueFactory = _ => 200_000 };
var input = new Option<string>("--input") { Description = "File with one text a line", Required = true };
var quick = new Option<bool>("--quick") { Description = "Few rounds: to see that it runs" };

var prepare = new Command("prepare", "Writes the texts of each language, and what fastText trains on.")
{
    corpus,
    texts,
    output,
    count,
};
prepare.SetAction(parsed =>
    BenchTexts.Write(
        parsed.GetRequiredValue(corpus),
        parsed.GetValue(texts),
        parsed.GetRequiredValue(output),
        parsed.GetRequiredValue(count)
    )
);
var label = new Command("label", "Labels a file of texts, one line out for each line in.") { model, input };
label.SetAction(parsed => LabelLines.Run(parsed.GetValue(model), parsed.GetRequiredValue(input)));
var steps = new Command("steps", "Measures each step alone, with BenchmarkDotNet.") { quick };
steps.SetAction(parsed =>
{
    var job = parsed.GetValue(quick) ? Job.Dry : Job.Default;
    // In this process: a generated project of its own would fall under the rules of this repository.
    var settings = DefaultConfig.Instance.AddJob(job.WithToolchain(InProcessEmitToolchain.Instance));
    BenchmarkSwitcher.FromAssembly(typeof(LabelLines).Assembly).RunAll(settings);
});
return await new RootCommand("What labelling a text costs.") { prepare, label, steps }
    .Parse(args)
    .InvokeAsync();
