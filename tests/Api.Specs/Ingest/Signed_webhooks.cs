using System.Net;
using System.Text;
using System.Text.Json;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Signing;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Ingest;

public sealed class Signed_webhooks(RunningIngest ingest) : IClassFixture<RunningIngest>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Made with: printf '%s' 'ID.TIMESTAMP.BODY' | openssl dgst -sha256 -mac HMAC -macopt hexkey:KEY -binary | base64
    [Theory]
    [InlineData(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
        "{\"test\": 2432232314}",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )]
    [InlineData(
        SignedWebhook.Secret,
        "evt_1",
        "1780650000",
        "{\"text\":\"退款到哪了？\"}",
        "v1,3ifjpuLgfscA5K6qgFAMv1QwcYrKrDQksMY+l7ckFMI="
    )]
    public void The_signature_is_the_one_that_openssl_computes(
        string secret,
        string id,
        string timestamp,
        string body,
        string signature
    ) => WebhookSecret.Parse(secret).Sign(id, timestamp, Encoding.UTF8.GetBytes(body)).ShouldBe(signature);

    [Fact]
    public async Task A_signed_mention_is_stored_and_answered()
    {
        var answer = await ingest.AcceptAsync(RunningIngest.Mention("w-1", "退款到哪了？"), Stop);

        answer.Accepted.ShouldBe(1);
        answer.Results[0].Status.ShouldBe("accepted");
        (
            await ingest.ScalarAsync<string>(
                "SELECT channel || ' ' || account || ' ' || external_id || ' ' || text FROM ingest.mentions WHERE mention_id = @MentionId",
                new { answer.Results[0].MentionId },
                Stop
            )
        ).ShouldBe("weibo brand w-1 退款到哪了？");
    }

    [Fact]
    public async Task Both_live_secrets_are_believed()
    {
        using var request = SignedWebhook.Post(
            RunningIngest.Fixed,
            RunningIngest.Mention(),
            secret: SignedWebhook.NextSecret
        );

        (await ingest.SendAsync(request, Stop)).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task One_good_signature_among_several_is_enough()
    {
        using var request = SignedWebhook.Post(RunningIngest.Fixed, RunningIngest.Mention());
        var good = request.Headers.GetValues("webhook-signature").Single();
        request.Headers.Remove("webhook-signature");
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(new byte[32])} v2,abc {good}");

        (await ingest.SendAsync(request, Stop)).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_body_changed_by_one_byte_is_refused()
    {
        using var request = SignedWebhook.Post(RunningIngest.Fixed, RunningIngest.Mention("w-2"));
        var body = await request.Content!.ReadAsByteArrayAsync(Stop);
        body[^2] ^= 1;
        request.Content = new ByteArrayContent(body);

        await ShouldBeRefusedAsync(request, "webhook-signature");
        (
            await ingest.ScalarAsync<long>("SELECT count(*) FROM ingest.mentions WHERE external_id = 'w-2'", null, Stop)
        ).ShouldBe(0);
    }

    [Fact]
    public async Task A_secret_that_is_not_the_sources_is_refused()
    {
        using var request = SignedWebhook.Post(
            RunningIngest.Open,
            RunningIngest.Mention(),
            secret: SignedWebhook.NextSecret
        );

        await ShouldBeRefusedAsync(request, "webhook-signature");
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public async Task A_time_more_than_five_minutes_off_is_refused(int seconds)
    {
        using var request = SignedWebhook.Post(
            RunningIngest.Fixed,
            RunningIngest.Mention(),
            at: TimeProvider.System.GetUtcNow().AddSeconds(seconds > 0 ? seconds + 5 : seconds)
        );

        await ShouldBeRefusedAsync(request, "webhook-timestamp");
    }

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-timestamp")]
    [InlineData("webhook-signature")]
    public async Task Each_header_is_needed(string header)
    {
        using var request = SignedWebhook.Post(RunningIngest.Fixed, RunningIngest.Mention());
        request.Headers.Remove(header);

        await ShouldBeRefusedAsync(request, header);
    }

    [Fact]
    public async Task An_unknown_source_is_not_found()
    {
        using var request = SignedWebhook.Post("nobody", RunningIngest.Mention());

        (await ingest.SendAsync(request, Stop)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_redelivered_webhook_gets_the_same_answer()
    {
        object[] body = [RunningIngest.Mention("w-3"), RunningIngest.Mention("w-4"), new { external_id = "w-5" }];

        var first = await ingest.AcceptAsync(body, Stop, webhookId: "evt_redelivered");
        var second = await ingest.AcceptAsync(body, Stop, webhookId: "evt_redelivered");

        first.Accepted.ShouldBe(2);
        first.Rejected.ShouldBe(1);
        Json(second).ShouldBe(Json(first));
    }

    [Fact]
    public async Task Many_redeliveries_at_once_store_one_mention_and_say_the_same()
    {
        var body = RunningIngest.Mention("w-6");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => ingest.AcceptAsync(body, Stop, webhookId: "evt_many"))
        );

        answers.ShouldAllBe(answer => answer.Accepted == 1);
        (
            await ingest.ScalarAsync<long>("SELECT count(*) FROM ingest.mentions WHERE external_id = 'w-6'", null, Stop)
        ).ShouldBe(1);
    }

    [Fact]
    public async Task Another_body_under_a_used_webhook_id_is_not_lost()
    {
        await ingest.AcceptAsync(RunningIngest.Mention("w-7"), Stop, webhookId: "evt_used");

        var answer = await ingest.AcceptAsync(RunningIngest.Mention("w-8"), Stop, webhookId: "evt_used");

        answer.Results.ShouldHaveSingleItem().Status.ShouldBe("accepted");
    }

    [Fact]
    public async Task The_same_mention_in_another_delivery_is_a_duplicate()
    {
        await ingest.AcceptAsync(RunningIngest.Mention("w-9"), Stop);

        var answer = await ingest.AcceptAsync(RunningIngest.Mention("w-9"), Stop);

        answer.Duplicates.ShouldBe(1);
        answer.Accepted.ShouldBe(0);
    }

    public async ValueTask InitializeAsync() => await ingest.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task ShouldBeRefusedAsync(HttpRequestMessage request, string header)
    {
        var (status, problem) = await ingest.SendAsync(request, Stop);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(header);
    }

    private static string Json(IntakeAnswer answer) => JsonSerializer.Serialize(answer, MeshJson.Options);
}
