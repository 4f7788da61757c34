using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TriageMesh.Contracts;

namespace TriageMesh.Api.Specs.Router;

/// <summary>Two people edit the same: who saves second learns of the first, and nothing of theirs is overwritten.</summary>
public sealed partial class Calendars_and_policies
{
    private const string Ann =
        """{"channel":"weibo","account":"brand","author_id":"ann","tier":"TIER","reason":"known"}""";

    [Fact]
    public async Task What_a_colleague_has_saved_meanwhile_is_not_overwritten()
    {
        var calendar = await PutCalendarAsync();
        var agent = $"/api/v1/agents/{Guid.NewGuid()}";
        var shift = $"{agent}/shift";
        var known = (await GetAsync("/api/v1/policies"))[0];
        var policy = $"/api/v1/policies/{known.GetProperty("id").GetString()}";
        var promise = $$"""{"definition":{{known.GetProperty("definition").GetRawText()}}}""";
        const string Person = """{"name":"Ann"}""";
        const string Days = """{"zone":"Asia/Shanghai","week":{"monday":[{"from":"09:00","to":"18:00"}]},"days":[]}""";

        await SavedOnceAsync($"/api/v1/calendars/{calendar}", Office, 1);
        await SavedOnceAsync(policy, promise, known.GetProperty("version").GetInt64());
        await SavedOnceAsync(agent, Person, 0);
        await SavedOnceAsync(shift, Days, 0);

        (await SendAsync("PUT", $"{agent}/presence", """{"online":true}""", ifMatch: null)).Status.ShouldBe(
            HttpStatusCode.NoContent
        );
        await SavedOnceAsync($"{agent}/rate", """{"rate":{"tickets":5,"minutes":60}}""", 1);
        (await PutAsync(agent, Person, 2)).Status.ShouldBe(HttpStatusCode.OK, "coming is no change of the agent");
        await DroppedOnceAsync(shift, 1);
    }

    [Fact]
    public async Task Nor_are_queues_duties_texts_and_patterns()
    {
        var queueId = Guid.NewGuid();
        var queue = $"/api/v1/queues/{queueId}";
        var first = (await GetAsync("/api/v1/queues")).GetProperty("items")[0];
        var nobody = $$"""{"agent_ids":[],"queue_id":"{{queueId}}"}""";
        var named =
            $$"""{"name":"Saved by two","calendar_id":"{{first.GetProperty("calendar_id").GetString()}}","channels":["x"]}""";
        var canned = $"/api/v1/canned-replies/{Guid.NewGuid()}";
        const string Pattern = "/api/v1/order-patterns/weibo/two";

        await SavedOnceAsync(queue, named, 0);
        // How its tickets are given is a part of the queue.
        await SavedOnceAsync($"{queue}/assignment", """{"skills":["returns"]}""", 1);
        (await PutAsync(queue, named, 1)).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        await SavedOnceAsync("/api/v1/duties/on_call", nobody, 0);
        await SavedOnceAsync("/api/v1/duties/on_call", nobody, 1);
        (await GetAsync("/api/v1/duties"))
            .EnumerateArray()
            .Single(list => list.GetProperty("queue_id").ValueKind == JsonValueKind.String)
            .GetProperty("version")
            .GetInt64()
            .ShouldBe(2);
        await SavedOnceAsync(canned, """{"name":"Two","texts":{"en":"Hello"}}""", 0);
        await DroppedOnceAsync(canned, 1);
        await SavedOnceAsync(Pattern, """{"pattern":"Z[0-9]{4}","required":false}""", 0);
        await DroppedOnceAsync(Pattern, 1);
    }

    [Fact]
    public async Task Who_saves_an_old_default_does_not_take_it_back()
    {
        var first = (await GetAsync("/api/v1/queues"))
            .GetProperty("items")
            .EnumerateArray()
            .Single(each => each.GetProperty("is_default").GetBoolean());
        var body =
            $$"""{"name":NAME,"calendar_id":"{{first.GetProperty("calendar_id").GetString()}}","is_default":true}""";
        var old = $"/api/v1/queues/{first.GetProperty("id").GetString()}";
        var (before, name) = (first.GetProperty("version").GetInt64(), first.GetProperty("name").GetRawText());
        var next = await PutAsync($"/api/v1/queues/{Guid.NewGuid()}", body.Replace("NAME", "\"Next\"", Ordinal), 0);

        next.Status.ShouldBe(HttpStatusCode.OK);
        (await PutAsync(old, body.Replace("NAME", name, Ordinal), before)).Status.ShouldBe(
            HttpStatusCode.PreconditionFailed
        );
        (await PutAsync(old, body.Replace("NAME", name, Ordinal), before + 1)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_order_of_policies_is_that_which_was_seen()
    {
        var second = $"/api/v1/policies/{Guid.NewGuid()}";
        _ = await PutAsync(
            second,
            $$"""{"definition":{{(await GetAsync("/api/v1/policies"))[0].GetProperty("definition").GetRawText()}}}""",
            0
        );
        var policies = await GetAsync("/api/v1/policies");
        var ids = policies.EnumerateArray().Select(policy => policy.GetProperty("id").GetGuid()).ToList();
        var seen = policies.EnumerateArray().Sum(policy => policy.GetProperty("version").GetInt64());
        var turned = JsonSerializer.Serialize(new { ids = ids.AsEnumerable().Reverse() });

        (await PutAsync("/api/v1/policies/order", turned, seen)).Status.ShouldBe(HttpStatusCode.NoContent);

        var (status, answer) = await PutAsync("/api/v1/policies/order", JsonSerializer.Serialize(new { ids }), seen);
        status.ShouldBe(HttpStatusCode.PreconditionFailed);
        using var lead = router.Process.ClientAs(Role.Lead);
        using var list = await lead.GetAsync("/api/v1/policies", Stop);
        list.Headers.ETag!.Tag.ShouldBe($"\"{answer.GetProperty("version").GetInt64()}\"");
        (await SendAsync("DELETE", second, body: null, ifMatch: null)).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Nor_does_anybody_take_back_a_tier_or_a_label_that_they_have_not_seen()
    {
        const string Tier = "/api/v1/authors/tier";
        (await PutAsync(Tier, Ann.Replace("TIER", "vip", Ordinal), "standard")).Status.ShouldBe(
            HttpStatusCode.NoContent
        );
        var (tier, now) = await PutAsync(Tier, Ann.Replace("TIER", "media", Ordinal), "standard");
        (tier, now.GetProperty("state").GetString()).ShouldBe((HttpStatusCode.PreconditionFailed, "vip"));
        (await PutAsync(Tier, Ann.Replace("TIER", "vip", Ordinal), "standard")).Status.ShouldBe(
            HttpStatusCode.NoContent,
            "they are of one mind"
        );
        (await PutAsync(Tier, Ann.Replace("TIER", "standard", Ordinal), "vip")).Status.ShouldBe(
            HttpStatusCode.NoContent
        );

        var mention = $"/api/v1/mentions/{router.Mention}/relabel";
        (await SayAsync("question", "complaint")).Status.ShouldBe(HttpStatusCode.OK);
        var (said, meanwhile) = await SayAsync("other", "complaint");
        (said, meanwhile.GetProperty("state").GetString()).ShouldBe((HttpStatusCode.PreconditionFailed, "question"));
        (await SayAsync("question", "complaint")).Status.ShouldBe(HttpStatusCode.OK, "they are of one mind");
        (await SayAsync("complaint", "question-review")).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await SayAsync("complaint", "question")).Status.ShouldBe(HttpStatusCode.OK);

        Task<(HttpStatusCode Status, JsonElement Body)> SayAsync(string label, string seen) =>
            SendAsync("POST", mention, $$"""{"label":"{{label}}","reason":null}""", seen);
    }

    [Fact]
    public async Task Nor_does_anybody_take_a_colleagues_task()
    {
        var task = await router.OneAsync<long>(
            $"""
            WITH shown AS (
              INSERT INTO router.praise (mention_id, status, score, found_at, channel, language, has_media, reach)
              VALUES ('{router.Mention}', 'revoked', 1, now(), 'weibo', 'en', false, 0)
              RETURNING praise_id)
            INSERT INTO router.takedowns (praise_id, reason, raised_at)
            SELECT praise_id, 'post_deleted', now() FROM shown
            RETURNING takedown_id
            """,
            Stop
        );
        var assign = $"/api/v1/takedowns/{task}/assign";

        var (first, taken) = await SendAsync("POST", assign, """{"assignee_id":null}""", "1");
        (first, taken.GetProperty("version").GetInt64()).ShouldBe((HttpStatusCode.OK, 2));
        (await SendAsync("POST", assign, """{"assignee_id":null}""", "1")).Status.ShouldBe(
            HttpStatusCode.PreconditionFailed
        );
        (await SendAsync("POST", $"/api/v1/takedowns/{task}/done", """{"note":"gone"}""", null)).Status.ShouldBe(
            HttpStatusCode.OK
        );
        (await SendAsync("POST", assign, """{"assignee_id":null}""", "2")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    /// <summary>Saved with the version that was read; a second time with the same it is not.</summary>
    private async Task SavedOnceAsync(string path, string body, long version)
    {
        var (saved, _) = await PutAsync(path, body, version);
        ((int)saved).ShouldBeInRange(200, 204, path);
        var (status, answer) = await PutAsync(path, body, version);
        status.ShouldBe(HttpStatusCode.PreconditionFailed, path);
        answer.GetProperty("version").GetInt64().ShouldBe(version + 1, path);
    }

    private async Task DroppedOnceAsync(string path, long version)
    {
        (await SendAsync("DELETE", path, body: null, "7")).Status.ShouldBe(HttpStatusCode.PreconditionFailed, path);
        (await SendAsync("DELETE", path, body: null, $"{version}")).Status.ShouldBe(HttpStatusCode.NoContent, path);
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> PutAsync(string path, string body, long? ifMatch) =>
        SendAsync("PUT", path, body, ifMatch?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private Task<(HttpStatusCode Status, JsonElement Body)> PutAsync(string path, string body, string ifMatch) =>
        SendAsync("PUT", path, body, ifMatch);

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        string method,
        string path,
        string? body,
        string? ifMatch
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (ifMatch is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{ifMatch}\""));
        }

        using var lead = router.Process.ClientAs(Role.Lead, Role.Marketing);
        using var answer = await lead.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return (answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }
}
