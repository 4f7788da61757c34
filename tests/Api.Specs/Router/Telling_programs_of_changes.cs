using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Platform.Security;
using TriageMesh.Platform.Signing;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Router;

public sealed class Telling_programs_of_changes(RunningRouter router) : IClassFixture<RunningRouter>, IAsyncLifetime
{
    private const string Hooks = "/api/v1/webhooks";
    private PostReceiver? _program;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PostReceiver Program => _program!;

    [Fact]
    public async Task A_change_is_told_signed_and_without_a_word_that_a_person_wrote()
    {
        var (_, secret) = await AddAsync("noted");

        await NoteAsync();

        var (headers, body) = await FirstAsync();
        WebhookSecret
            .Parse(secret)
            .Matches(
                headers[SignedRequest.SignatureHeader].ToString(),
                headers[SignedRequest.IdHeader].ToString(),
                headers[SignedRequest.TimestampHeader].ToString(),
                Encoding.UTF8.GetBytes(body)
            )
            .ShouldBeTrue();
        var told = JsonElement.Parse(body);
        told.GetProperty("type").GetString().ShouldBe("ticket.noted");
        told.GetProperty("data").GetProperty("ticket_id").GetInt64().ShouldBe(router.Ticket);
        body.ShouldNotContain("Seen by me");
    }

    [Fact]
    public async Task Only_the_kinds_asked_for_are_told()
    {
        await AddAsync("noted");

        await PriorityAsync();
        await NoteAsync();

        await FirstAsync();
        Program.Got.ShouldAllBe(got => got.Body.Contains("ticket.noted"));
    }

    [Fact]
    public async Task What_went_wrong_is_tried_again_under_the_same_id_and_is_in_the_log()
    {
        Program.Answer = http =>
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };
        var (id, _) = await AddAsync("noted");

        await NoteAsync();

        var failed = await LogAsync(id, row => row.GetProperty("answer_status").ValueKind == JsonValueKind.Number);
        failed.GetProperty("status").GetString().ShouldBe("pending");
        failed.GetProperty("answer_status").GetInt32().ShouldBe(500);
        var retry = $"deliveries/{failed.GetProperty("id").GetInt64()}/retry";
        (await SendAsync("POST", $"{Hooks}/{id}/{retry}")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await SendAsync("POST", $"{Hooks}/{id}/deliveries/999999/retry")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync("POST", $"{Hooks}/{Guid.NewGuid()}/{retry}")).Status.ShouldBe(HttpStatusCode.NotFound);
        Program.Answer = _ => Task.CompletedTask;
        await router.DoAsync("UPDATE router.webhook_deliveries SET next_attempt_at = now()", Stop);
        var done = await LogAsync(id, row => row.GetProperty("status").GetString() == "delivered");
        done.GetProperty("attempts").GetInt32().ShouldBe(2);
        Program.Got.Select(got => got.Headers[SignedRequest.IdHeader].ToString()).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_told_nothing_more_until_a_person_says_so()
    {
        Program.Answer = http =>
        {
            http.Response.StatusCode = StatusCodes.Status410Gone;
            return Task.CompletedTask;
        };
        var (id, _) = await AddAsync("noted");
        await NoteAsync();

        var off = await Eventually.Be(
            async _ => (await SendAsync("GET", $"{Hooks}/{id}")).Body,
            hook => !hook.GetProperty("active").GetBoolean(),
            Stop
        );
        off.GetProperty("inactive_reason").GetString()!.ShouldContain("410");
        var failed = await LogAsync(id, row => row.GetProperty("status").GetString() == "failed");

        Program.Answer = _ => Task.CompletedTask;
        await SendAsync("PUT", $"{Hooks}/{id}", Body("noted"));
        var again = await SendAsync("POST", $"{Hooks}/{id}/deliveries/{failed.GetProperty("id").GetInt64()}/retry");
        again.Status.ShouldBe(HttpStatusCode.Accepted);
        await LogAsync(id, row => row.GetProperty("status").GetString() == "delivered");
    }

    [Fact]
    public async Task A_new_secret_signs_at_once_and_the_former_one_still_for_a_day()
    {
        var (id, former) = await AddAsync("order_number");

        var renewed = await SendAsync("POST", $"{Hooks}/{id}/secret");
        await SendAsync("POST", $"{Hooks}/{id}/test");

        var (headers, body) = await FirstAsync();
        foreach (var secret in new[] { former, renewed.Body.GetProperty("secret").GetString()! })
        {
            WebhookSecret
                .Parse(secret)
                .Matches(
                    headers[SignedRequest.SignatureHeader].ToString(),
                    headers[SignedRequest.IdHeader].ToString(),
                    headers[SignedRequest.TimestampHeader].ToString(),
                    Encoding.UTF8.GetBytes(body)
                )
                .ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Who_changes_what_somebody_else_has_changed_meanwhile_is_told_so()
    {
        var (id, _) = await AddAsync("noted");
        await SendAsync("PUT", $"{Hooks}/{id}", Body("assigned"));

        var (status, _) = await SendAsync("PUT", $"{Hooks}/{id}", Body("resolved"), ifMatch: "\"1\"");

        status.ShouldBe(HttpStatusCode.PreconditionFailed);
        var (_, hook) = await SendAsync("GET", $"{Hooks}/{id}");
        hook.GetProperty("kinds")[0].GetString().ShouldBe("assigned");
    }

    [Fact]
    public async Task A_change_that_is_refused_leaves_what_is_to_be_sent_alone()
    {
        var (id, _) = await AddAsync("order_number");
        Program.Answer = http =>
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };
        await SendAsync("POST", $"{Hooks}/{id}/test");
        await LogAsync(id, row => row.GetProperty("answer_status").ValueKind == JsonValueKind.Number);

        var off = JsonSerializer.Serialize(
            new
            {
                url = Program.Url,
                kinds = new[] { "order_number" },
                active = false,
            }
        );
        (await SendAsync("PUT", $"{Hooks}/{id}", off, ifMatch: "\"7\"")).Status.ShouldBe(
            HttpStatusCode.PreconditionFailed
        );

        await LogAsync(id, row => row.GetProperty("next_attempt_at").ValueKind == JsonValueKind.String);
    }

    [Fact]
    public async Task What_cannot_even_be_sent_says_so_in_its_log_and_comes_due_again()
    {
        var (id, _) = await AddAsync("order_number");
        var secret = router.Process.Services.GetRequiredService<SealedText>().Seal("no secret of a webhook");
        await router.DoAsync(
            $"UPDATE router.webhooks SET secret = '\\x{Convert.ToHexString(secret)}' WHERE webhook_id = '{id}'",
            Stop
        );

        await SendAsync("POST", $"{Hooks}/{id}/test");

        var row = await LogAsync(id, row => row.GetProperty("answer_error").ValueKind == JsonValueKind.String);
        row.GetProperty("answer_error").GetString().ShouldBe("It could not be sent: FormatException.");
        row.GetProperty("next_attempt_at").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_receiver_that_hangs_keeps_no_other_waiting()
    {
        var release = new TaskCompletionSource();
        Program.Answer = _ => release.Task;
        var (hanging, _) = await AddAsync("order_number");
        await using var other = await PostReceiver.StartAsync(Stop);
        var (_, added) = await SendAsync(
            "POST",
            Hooks,
            JsonSerializer.Serialize(new { url = other.Url, kinds = new[] { "order_number" } })
        );
        var quick = added.GetProperty("webhook").GetProperty("id").GetString();

        await router.DoAsync(
            $"""
            INSERT INTO router.webhook_deliveries (webhook_id, body, next_attempt_at, created_at)
            SELECT id, 'a body', now() - n * interval '1 second', now()
              FROM generate_series(1, 40) AS n
             CROSS JOIN unnest(ARRAY['{hanging}'::uuid, '{quick}'::uuid]) AS id
            """,
            Stop
        );

        await Eventually.Be(() => other.Got.Count, got => got == 40, Stop);
        // None of the other's has come to an end meanwhile, not even to that of its time.
        (
            await router.OneAsync<long>(
                $"SELECT count(*) FROM router.webhook_deliveries WHERE webhook_id = '{hanging}' AND answer_ms IS NOT NULL",
                Stop
            )
        ).ShouldBe(
            0,
            await router.OneAsync<string>(
                $"""
                SELECT coalesce(string_agg(concat_ws(' ', attempts, 'attempts', answer_status, answer_error), '; '), 'each at once')
                  FROM router.webhook_deliveries
                 WHERE webhook_id = '{quick}' AND attempts > 1
                """,
                Stop
            )
        );
        release.SetResult();
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_kept_sealed()
    {
        var (id, secret) = await AddAsync("noted");

        var (_, hook) = await SendAsync("GET", $"{Hooks}/{id}");

        hook.ToString().ShouldNotContain(secret);
        (
            await router.OneAsync<bool>(
                $"SELECT position('{secret}'::bytea IN secret) = 0 FROM router.webhooks WHERE webhook_id = '{id}'",
                Stop
            )
        ).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"url":"ftp://example.com/"}""", "url")]
    [InlineData("""{"url":"no address"}""", "url")]
    [InlineData("""{"url":"https://user:word@example.com/"}""", "url")]
    [InlineData("""{"url":"https://example.com/","kinds":[""]}""", "kinds")]
    [InlineData("""{"url":"https://example.com/","kinds":["noted","nope"]}""", "kinds")]
    [InlineData("""{"url":"https://example.com/","kinds":["noted","noted"]}""", "kinds")]
    public async Task Bad_input_is_refused_by_the_name_of_its_field(string json, string field)
    {
        var (status, body) = await SendAsync("POST", Hooks, json);

        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    public async ValueTask InitializeAsync()
    {
        await router.StartAsync(
            Stop,
            new Dictionary<string, string> { ["Router:Webhooks:AllowPrivateAddresses"] = "true" }
        );
        _program = await PostReceiver.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await router.DoAsync("DELETE FROM router.webhooks", CancellationToken.None);
        await Program.DisposeAsync();
    }

    private string Body(string kind) => JsonSerializer.Serialize(new { url = Program.Url, kinds = new[] { kind } });

    private async Task<(string Id, string Secret)> AddAsync(string kind)
    {
        var (status, body) = await SendAsync("POST", Hooks, Body(kind));
        status.ShouldBe(HttpStatusCode.Created);
        return (body.GetProperty("webhook").GetProperty("id").GetString()!, body.GetProperty("secret").GetString()!);
    }

    private Task<(HttpStatusCode, JsonElement)> NoteAsync() =>
        SendAsync("POST", $"/api/v1/tickets/{router.Ticket}/notes", """{"text":"Seen by me."}""");

    private Task<(HttpStatusCode, JsonElement)> PriorityAsync() =>
        SendAsync("POST", $"/api/v1/tickets/{router.Ticket}/priority", """{"priority":"low","reason":null}""");

    private Task<(IHeaderDictionary Headers, string Body)> FirstAsync() =>
        Eventually.Be(
            _ => Task.FromResult(Program.Got.FirstOrDefault()),
            got => got.Body is not null,
            Stop,
            wanted: "told"
        );

    private async Task<JsonElement> LogAsync(string id, Func<JsonElement, bool> right)
    {
        var log = await Eventually.Be(
            async _ => (await SendAsync("GET", $"{Hooks}/{id}/deliveries")).Body.GetProperty("items"),
            rows => rows.EnumerateArray().Any(right),
            Stop,
            wanted: "in the log"
        );
        return log.EnumerateArray().First(right);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        string method,
        string path,
        string? json = null,
        string? ifMatch = null
    )
    {
        using var admin = router.Process.ClientAs(Role.Admin);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        using var response = await admin.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return (response.StatusCode, text.Length > 0 ? JsonElement.Parse(text) : default);
    }
}
