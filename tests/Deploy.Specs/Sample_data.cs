using System.Text.Json;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Deploy.Specs;

/// <summary>The sample mentions are plainly samples, and as fresh as the day on which they are loaded.</summary>
public sealed class Sample_data
{
    private static readonly string File = RepositoryRoot.Below("deploy", "sample", "mentions.jsonl");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_mention_is_one_of_its_own_and_says_that_it_is_a_sample()
    {
        var mentions = Parse(await System.IO.File.ReadAllTextAsync(File, Stop));

        mentions.Count.ShouldBeGreaterThan(100);
        mentions.Select(Key).Distinct().Count().ShouldBe(mentions.Count);
        mentions.ShouldAllBe(mention => Text(mention, "account").StartsWith("sample"));
        mentions.ShouldAllBe(mention => Text(mention.GetProperty("author"), "id").StartsWith("sample-author-"));
    }

    [Fact]
    public async Task Loaded_today_the_newest_was_just_posted_and_the_gaps_are_kept()
    {
        var before = Parse(await System.IO.File.ReadAllTextAsync(File, Stop)).ConvertAll(PostedAt);
        var script = RepositoryRoot.Below("deploy", "lib", "sample.sh");

        var moved = (
            await ShellCommand.RunAsync("bash", ["-c", $"source '{script}'; sample_of_today '{File}'"], Stop)
        ).Succeeded();

        var after = Parse(moved.Output).ConvertAll(PostedAt);
        (TimeProvider.System.GetUtcNow() - after.Max()).ShouldBeInRange(
            TimeSpan.FromSeconds(30),
            TimeSpan.FromMinutes(3)
        );
        after.ConvertAll(time => after.Max() - time).ShouldBe(before.ConvertAll(time => before.Max() - time));
    }

    private static List<JsonElement> Parse(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    private static (string Channel, string Account, string Id) Key(JsonElement mention) =>
        (Text(mention, "channel"), Text(mention, "account"), Text(mention, "external_id"));

    private static DateTimeOffset PostedAt(JsonElement mention) => mention.GetProperty("posted_at").GetDateTimeOffset();

    private static string Text(JsonElement element, string field) => element.GetProperty(field).GetString()!;
}
