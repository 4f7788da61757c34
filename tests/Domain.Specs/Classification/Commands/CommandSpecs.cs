using System.Text.Json;
using TriageMesh.Classifier;
using TriageMesh.Classifier.Evaluate;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Predict;
using TriageMesh.Classifier.Train;

namespace TriageMesh.Domain.Specs.Classification.Commands;

public sealed class CommandSpecs : IDisposable
{
    private readonly TrainingFiles _files = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task The_same_input_trains_the_same_bytes()
    {
        var input = _files.WriteSample("rows.jsonl", 60);

        await Train([input], "one.tmm");
        await Train([input], "two.tmm");

        File.ReadAllBytes(_files.PathOf("one.tmm")).ShouldBe(File.ReadAllBytes(_files.PathOf("two.tmm")));
    }

    [Fact]
    public async Task A_folder_stands_for_the_files_in_it()
    {
        _files.WriteSample("rows.jsonl", 60);

        var printed = await Train([Path.GetDirectoryName(_files.PathOf("x"))!], "model.tmm");

        printed.ShouldContain("from 120 texts");
        ModelStore.Read(_files.PathOf("model.tmm")).Languages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Evaluating_prints_every_figure_for_each_language()
    {
        using var console = new StringWriter();

        await EvaluateCommand.RunAsync(null, [_files.WriteSample("rows.jsonl", 40)], console, Stop);

        var printed = console.ToString();
        foreach (
            var figure in (string[])
                [
                    "en:",
                    "zh:",
                    "macro-F1",
                    "accuracy",
                    "calibration error",
                    "at 90% coverage",
                    "at 80% coverage",
                    "precision",
                    "recall",
                    "right \\ given",
                ]
        )
        {
            printed.ShouldContain(figure);
        }
    }

    [Fact]
    public async Task Predicting_answers_each_row_in_order_with_scores_by_label()
    {
        var input = _files.Write(
            "in.jsonl",
            """{"id":"a","text":"Third week without my refund and nobody answers. Never again."}""",
            "",
            """{"id":7,"text":"请问几点关门"}""",
            """{"id":"c","text":""}"""
        );

        var rows = await PredictCommand.RunAsync(null, input, _files.PathOf("out.jsonl"), Stop);

        rows.ShouldBe(3);
        var answers = File.ReadAllLines(_files.PathOf("out.jsonl")).Select(line => JsonElement.Parse(line)).ToList();
        answers.Select(answer => answer.GetProperty("id").ToString()).ShouldBe(["a", "7", "c"]);
        answers[0].GetProperty("label").GetString().ShouldBe("complaint");
        answers[1].GetProperty("label").GetString().ShouldBe("question");
        answers[1].GetProperty("language").GetString().ShouldBe("zh");
        answers[2].GetProperty("needs_review").GetBoolean().ShouldBeTrue();
        foreach (var answer in answers)
        {
            var scores = answer.GetProperty("scores");
            scores.EnumerateObject().Select(score => score.Name).ShouldBe(["complaint", "praise", "question", "other"]);
            scores.EnumerateObject().Sum(score => score.Value.GetDouble()).ShouldBe(1, 1e-5);
            answer.GetProperty("model_version").GetString()!.Length.ShouldBe(12);
        }
    }

    [Theory]
    [InlineData("""not json""", "no valid JSON")]
    [InlineData("""[1]""", "no JSON object")]
    [InlineData("""{"label":"praise"}""", "\"text\" is missing")]
    [InlineData("""{"text":5,"label":"praise"}""", "\"text\" is no text")]
    [InlineData("""{"text":"x"}""", "\"label\" is missing")]
    [InlineData("""{"text":"x","label":"angry"}""", "\"angry\", not one of complaint, praise, question, other")]
    [InlineData("""{"text":"x","label":"other","lang":"fr"}""", "\"fr\", not zh or en")]
    [InlineData("""{"text":"x","label":"other","precision":2}""", "\"precision\" is no number from 0 to 1")]
    public async Task A_row_that_cannot_be_used_is_named_by_file_and_line_and_nothing_is_written(
        string row,
        string what
    )
    {
        var input = _files.Write("rows.jsonl", """{"text":"fine","label":"other"}""", row);

        var wrong = await Should.ThrowAsync<InputException>(() => Train([input], "model.tmm"));

        wrong.Message.ShouldStartWith($"{input}:2: ");
        wrong.Message.ShouldContain(what);
        wrong.Message.ShouldNotContain("\n");
        File.Exists(_files.PathOf("model.tmm")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_row_without_id_leaves_no_half_output_behind()
    {
        var input = _files.Write("in.jsonl", """{"id":"a","text":"x"}""", """{"text":"y"}""");

        var wrong = await Should.ThrowAsync<InputException>(() =>
            PredictCommand.RunAsync(null, input, _files.PathOf("out.jsonl"), Stop)
        );

        wrong.Message.ShouldContain(":2: \"id\" is missing");
        Directory.GetFiles(Path.GetDirectoryName(input)!).ShouldBe([input]);
    }

    [Fact]
    public async Task A_model_file_that_is_none_is_named()
    {
        var model = _files.Write("model.tmm", "hello");

        var wrong = await Should.ThrowAsync<InputException>(() =>
            EvaluateCommand.RunAsync(model, [_files.WriteSample("rows.jsonl", 2)], TextWriter.Null, Stop)
        );

        wrong.Message.ShouldBe($"{model}: This is not a TriageMesh model file.");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named() =>
        (
            await Should.ThrowAsync<InputException>(() => Train([_files.PathOf("none.jsonl")], "m.tmm"))
        ).Message.ShouldContain("none.jsonl");

    [Fact]
    public async Task Too_few_rows_are_refused() =>
        (
            await Should.ThrowAsync<InputException>(() =>
                Train([_files.Write("rows.jsonl", """{"text":"fine","label":"other"}""")], "m.tmm")
            )
        ).Message.ShouldContain("at least 8 texts");

    private async Task<string> Train(string[] inputs, string output)
    {
        using var console = new StringWriter();
        await TrainCommand.RunAsync(inputs, _files.PathOf(output), [], trainer: null, console, Stop);
        return console.ToString();
    }
}
