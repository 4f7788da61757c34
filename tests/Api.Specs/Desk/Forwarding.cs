using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.Proxy;
using TriageMesh.Platform.Http;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Forwarding(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");
    private static readonly Uri Upstream = new("http://router.test/api/v1/");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_router_is_spoken_to_as_the_person()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var person = browser;

        var me = await person.GetAsync<MeView>("/desk/api/me", Stop);

        me.Id.ShouldBe(account.Id);
        me.Roles.ShouldBe([Role.Agent]);
    }

    [Fact]
    public async Task Bodies_and_queries_arrive_and_refusals_come_back_as_they_are()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var person = browser;

        using var change = await person.SendAsync(
            HttpMethod.Put,
            $"/desk/api/agents/{account.Id}/presence",
            new PresenceRequest(Online: true),
            Stop
        );
        change.IsSuccessStatusCode.ShouldBeTrue();
        (await person.GetAsync<MeView>("/desk/api/me", Stop)).Agent!.Online.ShouldBeTrue();

        using var bad = await person.SendAsync(HttpMethod.Get, "/desk/api/tickets?view=nonsense", body: null, Stop);
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await bad.Content.ReadFromJsonAsync<JsonElement>(Stop))
            .GetProperty("errors")
            .TryGetProperty("view", out _)
            .ShouldBeTrue();
    }

    [Fact]
    public async Task A_command_under_a_key_passes_and_the_second_time_gets_the_first_answer()
    {
        var (browser, account) = await desk.PersonAsync(Stop, Role.Agent);
        using var person = browser;
        var key = Guid.NewGuid().ToString();

        foreach (var isAgain in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/desk/api/agents/{account.Id}/presence");
            request.Content = JsonContent.Create(new PresenceRequest(Online: true), options: MeshJson.Options);
            request.Headers.Add("Idempotency-Key", key);
            using var answer = await person.SendAsync(request, Stop);
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Stop));
            answer.Headers.Contains("Idempotency-Replayed").ShouldBe(isAgain);
        }
    }

    [Theory]
    [InlineData("same-origin", "br")]
    [InlineData("same-site", null)]
    [InlineData(null, null)]
    public async Task What_our_own_page_reads_is_compressed_and_what_another_site_asks_for_is_not(
        string? from,
        string? encoding
    )
    {
        using var admin = await desk.AdminAsync(Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/desk/api/calendars");
        request.Headers.Add("Accept-Encoding", "gzip, br");
        if (from is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", from);
        }

        using var answer = await admin.SendAsync(request, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(encoding);
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        await using var plain = encoding is null ? body : new BrotliStream(body, CompressionMode.Decompress);
        using var read = await JsonDocument.ParseAsync(plain, cancellationToken: Stop);
        read.RootElement.GetProperty("items").ValueKind.ShouldBe(JsonValueKind.Array);
    }

    [Theory]
    [InlineData("/desk/api/tickets")]
    [InlineData("/desk/classifier/models")]
    public async Task A_service_that_is_away_is_named(string path)
    {
        await using var alone = await desk.StartDeskAsync(
            Nowhere,
            Stop,
            new Dictionary<string, string> { ["Classifier:Url"] = Nowhere.ToString() }
        );
        using var admin = new DeskBrowser(alone.Address);
        await admin.SignInAsync(RunningDesk.AdminName, RunningDesk.Password, Stop);

        using var answer = await admin.SendAsync(HttpMethod.Get, path, body: null, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var service = (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("service").GetString();
        service.ShouldBe(path.Contains("classifier", StringComparison.Ordinal) ? "classifier" : "router");
    }

    [Fact]
    public async Task A_router_that_does_not_know_the_desk_is_no_reason_to_sign_in_again()
    {
        await using var stranger = await desk.StartDeskAsync(
            desk.Router.Address,
            Stop,
            new Dictionary<string, string>
            {
                ["Security:SigningKey"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', 40))),
            }
        );
        using var admin = new DeskBrowser(stranger.Address);
        await admin.SignInAsync(RunningDesk.AdminName, RunningDesk.Password, Stop);

        (await admin.StatusAsync("/desk/api/me", Stop)).ShouldBe(HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var admin = await desk.AdminAsync(Stop);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/desk/api/tickets/1/notes")
        {
            Content = JsonContent.Create(new NoteRequest(new string('x', 2 * 1024 * 1024))),
        };

        using var answer = await admin.SendAsync(request, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/health/ready")]
    [InlineData("//evil.test/x")]
    [InlineData("tickets//1")]
    [InlineData("../../health/ready")]
    [InlineData("tickets/../../../health")]
    [InlineData("tickets/..%2f..%2fhealth")]
    [InlineData("tickets/..\\..\\health")]
    [InlineData("tickets/%2e%2e/x")]
    public void No_path_leads_out_of_the_api(string path) =>
        ProxyEndpoints.Target(Upstream, path, default).ShouldBeNull();

    [Theory]
    [InlineData("tickets/1042", "http://router.test/api/v1/tickets/1042")]
    [InlineData("http:", "http://router.test/api/v1/http%3A")]
    [InlineData("a@b:9/x", "http://router.test/api/v1/a%40b%3A9/x")]
    public void Every_other_path_stays_inside(string path, string target) =>
        ProxyEndpoints.Target(Upstream, path, default)!.AbsoluteUri.ShouldBe(target);

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
