using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts.Messages;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Ingest;

public sealed class Sending_replies(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private PostReceiver? _platform;
    private MeshProcess? _process;
    private Listener? _heard;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PostReceiver Platform => _platform!;

    private Listener Heard => _heard!;

    [Fact]
    public async Task A_reply_is_posted_signed_and_told_sent_with_the_platforms_id()
    {
        Platform.Answer = http => http.Response.WriteAsync("""{"external_id": 123456789012345678901}""");
        var reply = Reply("refund is on its way");

        await PublishAsync(reply);

        var sent = (await Eventually.Be(() => Heard.All<ReplySent>(), all => all.Count == 1, Stop))[0];
        sent.ReplyId.ShouldBe(reply.ReplyId);
        sent.ExternalId.ShouldBe("123456789012345678901");
        sent.ByHand.ShouldBeFalse();
        var (headers, body) = Platform.Got.ShouldHaveSingleItem();
        headers["webhook-id"].ToString().ShouldBe(reply.ReplyId.ToString());
        var signed = HMACSHA256.HashData(
            Convert.FromBase64String(SignedWebhook.NextSecret["whsec_".Length..]),
            Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}")
        );
        headers["webhook-signature"].ToString().ShouldBe($"v1,{Convert.ToBase64String(signed)}");
        var said = JsonElement.Parse(body);
        said.GetProperty("text").GetString().ShouldBe("refund is on its way");
        said.GetProperty("in_reply_to_external_id").GetString().ShouldBe("post-1");
        said.GetProperty("visibility").GetString().ShouldBe("public");
    }

    [Fact]
    public async Task A_second_delivery_of_the_same_reply_sends_nothing_and_tells_the_same_again()
    {
        var reply = Reply("once");

        await PublishAsync(reply);
        await Eventually.Be(() => Heard.All<ReplySent>().Count, count => count == 1, Stop);
        await PublishAsync(reply);

        var told = await Eventually.Be(() => Heard.All<ReplySent>(), all => all.Count == 2, Stop);
        told[1].ShouldBe(told[0]);
        Platform.Got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Deliveries_at_the_same_time_send_once()
    {
        var answer = new TaskCompletionSource();
        Platform.Answer = _ => answer.Task;
        var reply = Reply("at once");

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PublishAsync(reply)));
        await Eventually.Be(() => Platform.Got.Count, count => count == 1, Stop);
        answer.SetResult();

        await Eventually.Be(() => Heard.All<ReplySent>().Count, count => count == 5, Stop);
        Platform.Got.Count.ShouldBe(1);
        Heard.All<ReplyFailed>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(403, false)]
    [InlineData(429, false)]
    [InlineData(302, false)]
    [InlineData(408, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task A_refusal_is_told_as_failed_and_an_unclear_answer_as_unknown(int status, bool unknown)
    {
        Platform.Answer = http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "/receive";
            return Task.CompletedTask;
        };

        await ShouldFailAsync(Reply("refused"), unknown);

        Platform.Got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Silence_is_unknown()
    {
        // It has no answer until whoever asked has gone.
        Platform.Answer = http =>
        {
            var gone = new TaskCompletionSource();
            http.RequestAborted.Register(gone.SetResult);
            return gone.Task;
        };

        await ShouldFailAsync(Reply("silence"), unknown: true);

        Platform.Got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_unknown_and_not_tried_again()
    {
        Platform.Answer = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };

        await ShouldFailAsync(Reply("broken"), unknown: true);

        Platform.Got.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_address_that_nobody_answers_is_a_failure_for_sure() =>
        await ShouldFailAsync(Reply("nobody") with { Account = "unreachable" }, unknown: false);

    [Fact]
    public async Task An_account_without_a_way_out_leaves_it_to_a_person()
    {
        await PublishAsync(Reply("by hand") with { Account = "somewhere" });

        var sent = (await Eventually.Be(() => Heard.All<ReplySent>(), all => all.Count == 1, Stop))[0];
        sent.ByHand.ShouldBeTrue();
        Platform.Got.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_attempt_that_a_crash_cut_off_is_unknown_and_never_repeated()
    {
        var reply = Reply("cut off");
        await postgres.ScalarAsync<int>(
            """
            INSERT INTO ingest.replies (reply_id, ticket_id, channel, account, status, attempted_at)
            VALUES (@ReplyId, 1, 'weibo', 'brand', 'sending', now() - interval '1 minute')
            """,
            new { reply.ReplyId },
            Stop
        );

        await ShouldFailAsync(reply, unknown: true);

        Platform.Got.ShouldBeEmpty();
    }

    public async ValueTask InitializeAsync()
    {
        postgres.Require();
        _platform = await PostReceiver.StartAsync(Stop);
        (_process, _heard) = await IngestProcess.StartAsync(
            postgres,
            IngestProcess.Settings(
                ("Ingest:Sources:shop:ReplyUrl", _platform.Url),
                ("Ingest:Sources:shop:ReplySecret", SignedWebhook.NextSecret),
                ("Ingest:Accounts:dead:Channel", "weibo"),
                ("Ingest:Accounts:dead:Account", "unreachable"),
                ("Ingest:Accounts:dead:ReplyUrl", "http://127.0.0.1:9/"),
                ("Ingest:Accounts:dead:ReplySecret", SignedWebhook.NextSecret),
                ("Ingest:Replies:Timeout", "00:00:05")
            ),
            Stop
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        if (_platform is not null)
        {
            await _platform.DisposeAsync();
        }
    }

    private async Task ShouldFailAsync(SendReply reply, bool unknown)
    {
        await PublishAsync(reply);

        var failed = (await Eventually.Be(() => Heard.All<ReplyFailed>(), all => all.Count == 1, Stop))[0];
        failed.ReplyId.ShouldBe(reply.ReplyId);
        failed.Unknown.ShouldBe(unknown);
        failed.Reason.ShouldNotBeEmpty();
        Heard.All<ReplySent>().ShouldBeEmpty();
    }

    private Task PublishAsync(SendReply reply) => _process!.Services.GetRequiredService<IBus>().Publish(reply, Stop);

    private static SendReply Reply(string text) =>
        new()
        {
            ReplyId = Guid.NewGuid(),
            TicketId = 1,
            Channel = "weibo",
            Account = "brand",
            InReplyToExternalId = "post-1",
            AuthorId = "customer",
            Text = text,
        };
}
