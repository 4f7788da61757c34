using System.Net;
using System.Text;
using System.Text.Json;
using TriageMesh.Contracts;

namespace TriageMesh.Api.Specs.Router;

public sealed partial class Commands_sent_twice(RunningRouter router) : IClassFixture<RunningRouter>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Notes => $"/api/v1/tickets/{router.Ticket}/notes";

    [Fact]
    public async Task Under_one_key_a_command_is_done_once_and_answered_alike()
    {
        using var agent = router.Process.ClientAs(Role.Lead);
        var key = Guid.NewGuid().ToString();
        var before = await NotesAsync();

        var (first, firstBody, _) = await SendAsync(agent, Notes, """{"text":"Once."}""", key);
        var (second, secondBody, replayed) = await SendAsync(agent, Notes, """{"text":"Once."}""", key);

        first.ShouldBe(HttpStatusCode.OK);
        second.ShouldBe(first);
        secondBody.ShouldBe(firstBody);
        replayed.ShouldBeTrue();
        (await NotesAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task One_that_answers_nothing_answers_nothing_again()
    {
        using var agent = router.Process.ClientAs(Role.Lead);
        var key = Guid.NewGuid().ToString();
        const string Read = "/api/v1/me/notifications/read";

        await SendAsync(agent, Read, """{"up_to":1}""", key);
        var (second, body, replayed) = await SendAsync(agent, Read, """{"up_to":1}""", key);

        second.ShouldBe(HttpStatusCode.NoContent);
        body.ShouldBeEmpty();
        replayed.ShouldBeTrue();
    }

    [Fact]
    public async Task Many_at_once_under_one_key_are_one()
    {
        using var agent = router.Process.ClientAs(Role.Lead);
        var key = Guid.NewGuid().ToString();
        var before = await NotesAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => SendAsync(agent, Notes, """{"text":"At once."}""", key))
        );

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK || answer.Status == HttpStatusCode.Conflict);
        (await NotesAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_key_belongs_to_one_command_of_one_caller()
    {
        using var agent = router.Process.ClientAs(Role.Lead);
        using var other = router.Process.ClientAs(Role.Lead);
        var key = Guid.NewGuid().ToString();
        var before = await NotesAsync();
        await SendAsync(agent, Notes, """{"text":"One."}""", key);

        var (changed, _, _) = await SendAsync(agent, Notes, """{"text":"Another."}""", key);
        var (others, _, _) = await SendAsync(other, Notes, """{"text":"One."}""", key);

        changed.ShouldBe(HttpStatusCode.UnprocessableEntity);
        others.ShouldBe(HttpStatusCode.OK);
        (await NotesAsync()).ShouldBe(before + 2);
    }

    [Fact]
    public async Task What_was_refused_may_be_sent_again_under_its_key()
    {
        using var agent = router.Process.ClientAs(Role.Lead);
        var key = Guid.NewGuid().ToString();

        var (refused, _, _) = await SendAsync(agent, Notes, """{"text":""}""", key);
        var (done, _, _) = await SendAsync(agent, Notes, """{"text":"Now."}""", key);

        refused.ShouldBe(HttpStatusCode.BadRequest);
        done.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_could_not_be_read_may_be_sent_again_under_its_key()
    {
        using var agent = router.Process.ClientAs(Role.Lead);
        var key = Guid.NewGuid().ToString();

        var (unreadable, _, _) = await SendAsync(agent, Notes, """{"text":5}""", key);
        var (done, _, _) = await SendAsync(agent, Notes, """{"text":"Now."}""", key);

        unreadable.ShouldBe(HttpStatusCode.BadRequest);
        done.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_command_that_was_broken_off_is_not_silently_done_again()
    {
        using var agent = router.Process.ClientAs(Role.Lead);
        var key = Guid.NewGuid().ToString();
        await SendAsync(agent, Notes, """{"text":"Cut off."}""", key);
        // As a process leaves it that dies between doing it and answering.
        await router.DoAsync($"UPDATE mesh.command_keys SET status = NULL WHERE command_key = '{key}'", Stop);
        var before = await NotesAsync();

        var (status, _, _) = await SendAsync(agent, Notes, """{"text":"Cut off."}""", key);

        status.ShouldBe(HttpStatusCode.Conflict);
        (await NotesAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_key_that_is_no_id_where_one_is_needed_is_refused_by_its_name_on_the_wire()
    {
        using var agent = router.Process.ClientAs(Role.Agent);

        var (status, body, _) = await SendAsync(
            agent,
            $"/api/v1/tickets/{router.Ticket}/replies",
            $$"""{"text":"Hello","last_seen":"{{Guid.NewGuid()}}"}""",
            "word"
        );

        status.ShouldBe(HttpStatusCode.BadRequest);
        JsonElement.Parse(body).GetProperty("errors").EnumerateObject().Single().Name.ShouldBe("Idempotency-Key");
    }

    public async ValueTask InitializeAsync() => await router.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<long> NotesAsync() =>
        router.OneAsync<long>("SELECT count(*) FROM router.events WHERE kind = 'noted'", Stop);

    private static async Task<(HttpStatusCode Status, string Body, bool Replayed)> SendAsync(
        HttpClient client,
        string path,
        string json,
        string key
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, Stop);
        return (
            answer.StatusCode,
            await answer.Content.ReadAsStringAsync(Stop),
            answer.Headers.Contains("Idempotency-Replayed")
        );
    }
}
