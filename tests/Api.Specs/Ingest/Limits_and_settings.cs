using System.Net;
using Microsoft.Extensions.Options;
using TriageMesh.Ingest;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Ingest;

public sealed class Limits_and_settings(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_source_that_sends_too_fast_is_told_when_to_come_back()
    {
        await using var process = await StartAsync(
            new() { ["Ingest:Intake:RequestsPerSecond"] = "1", ["Ingest:Intake:Burst"] = "3" }
        );

        var statuses = new List<HttpStatusCode>();
        string? comeBack = null;
        for (var sent = 0; sent < 10; sent++)
        {
            using var request = SignedWebhook.Post(RunningIngest.Fixed, RunningIngest.Mention());
            using var response = await process.Client.SendAsync(request, Stop);
            statuses.Add(response.StatusCode);
            comeBack ??= response.Headers.RetryAfter?.ToString();
        }

        statuses[..3].ShouldAllBe(status => status == HttpStatusCode.Accepted);
        statuses.ShouldContain(HttpStatusCode.TooManyRequests);
        int.Parse(comeBack!).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Requests_that_are_not_signed_use_up_nothing()
    {
        await using var process = await StartAsync(
            new() { ["Ingest:Intake:RequestsPerSecond"] = "1", ["Ingest:Intake:Burst"] = "1" }
        );
        for (var sent = 0; sent < 5; sent++)
        {
            using var forged = SignedWebhook.Post(
                RunningIngest.Open,
                RunningIngest.Mention(),
                secret: SignedWebhook.NextSecret
            );
            using var refused = await process.Client.SendAsync(forged, Stop);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var request = SignedWebhook.Post(RunningIngest.Fixed, RunningIngest.Mention());
        using var response = await process.Client.SendAsync(request, Stop);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Intake_goes_on_without_the_broker()
    {
        await using var process = await StartAsync(
            new() { ["Bus:Transport"] = "rabbitmq", ["Bus:Uri"] = "amqp://nobody:nothing@127.0.0.1:9/" }
        );

        using var request = SignedWebhook.Post(RunningIngest.Fixed, RunningIngest.Mention());
        using var response = await process.Client.SendAsync(request, Stop);

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("Ingest:Sources:shop:Secrets:0", "not-a-secret")]
    [InlineData("Ingest:Sources:shop:Secrets:0", "whsec_c2hvcnQ=")]
    [InlineData("Ingest:Sources:shop:Channel", "Not A Channel")]
    [InlineData("Ingest:Sources:shop:ReplyUrl", "ftp://example.org")]
    [InlineData("Ingest:Sources:import:Secrets:0", SignedWebhook.Secret)]
    [InlineData("Ingest:Accounts:second:Channel", "weibo")]
    [InlineData("Ingest:Intake:Burst", "0")]
    [InlineData("Ingest:Reconcile:After", "00:00:00")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string value)
    {
        var wrong = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(new() { [setting] = value }));

        var named =
            setting.StartsWith("Ingest:Intake", StringComparison.Ordinal)
            || setting.StartsWith("Ingest:Reconcile", StringComparison.Ordinal)
                ? setting.Split(':')[^1]
                : string.Join(':', setting.Split(':')[..3]);
        wrong.Message.ShouldContain(named);
        wrong.Message.ShouldNotContain("not-a-secret");
    }

    private async Task<MeshProcess> StartAsync(Dictionary<string, string> settings)
    {
        postgres.Require();
        var all = RunningIngest
            .Settings.Concat(settings)
            .GroupBy(setting => setting.Key)
            .ToDictionary(group => group.Key, group => group.Last().Value);
        return await MeshProcess.StartAsync([new IngestService()], postgres.ConnectionString, all, Stop);
    }
}
