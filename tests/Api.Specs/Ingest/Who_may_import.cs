using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TriageMesh.Contracts;

namespace TriageMesh.Api.Specs.Ingest;

public sealed class Who_may_import(RunningIngest ingest) : IClassFixture<RunningIngest>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Role.Lead, HttpStatusCode.Accepted)]
    [InlineData(Role.Admin, HttpStatusCode.Accepted)]
    [InlineData(Role.Agent, HttpStatusCode.Forbidden)]
    [InlineData(Role.Marketing, HttpStatusCode.Forbidden)]
    public async Task Leads_and_admins_may(Role role, HttpStatusCode expected)
    {
        using var client = ingest.Process.ClientAs(role);

        using var response = await client.PostAsJsonAsync("/ingest/v1/import", Batch(role.Wire()), Stop);

        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Nobody_may_without_a_token()
    {
        using var response = await ingest.Process.Client.PostAsJsonAsync("/ingest/v1/import", Batch("none"), Stop);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_author_may_be_missing_from_an_import()
    {
        using var client = ingest.Process.ClientAs(Role.Lead);

        await client.PostAsJsonAsync("/ingest/v1/import", Batch("authorless"), Stop);

        (
            await ingest.ScalarAsync<string>(
                "SELECT author_id FROM ingest.mentions WHERE external_id = 'authorless'",
                null,
                Stop
            )
        ).ShouldBe("unknown:authorless");
    }

    [Fact]
    public async Task Leads_and_admins_see_the_sources_and_nobody_sees_a_secret()
    {
        await ingest.AcceptAsync(RunningIngest.Mention(), Stop);
        using var lead = ingest.Process.ClientAs(Role.Lead);
        using var agent = ingest.Process.ClientAs(Role.Agent);
        using var admin = ingest.Process.ClientAs(Role.Admin);

        (await agent.GetAsync("/ingest/v1/sources", Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.GetAsync("/ingest/v1/sources", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var text = await lead.GetStringAsync("/ingest/v1/sources", Stop);

        text.ShouldNotContain("whsec_");
        text.ShouldNotContain("dHJpYWdl");
        var sources = JsonElement.Parse(text).GetProperty("sources").EnumerateArray().ToArray();
        sources.Select(source => source.GetProperty("name").GetString()).ShouldContain(RunningIngest.Open);
        var shop = sources.Single(source => source.GetProperty("name").GetString() == RunningIngest.Fixed);
        shop.GetProperty("channel").GetString().ShouldBe("weibo");
        shop.GetProperty("live_secrets").GetInt32().ShouldBe(2);
        shop.GetProperty("accepted").GetInt64().ShouldBeGreaterThan(0);
        shop.GetProperty("last_at").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
    }

    public async ValueTask InitializeAsync() => await ingest.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static object Batch(string externalId) =>
        new
        {
            channel = "xiaohongshu",
            account = "brand",
            mentions = new[] { new { external_id = externalId, text = "发货太慢了" } },
        };
}
