using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using TriageMesh.Contracts;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Router;

/// <summary>What operators set: hours, holidays, promises, and who is told.</summary>
public sealed partial class Calendars_and_policies(RunningRouter router) : IClassFixture<RunningRouter>, IAsyncLifetime
{
    private const string Office = """
        {"name":"Office","zone":"Asia/Shanghai",
         "week":{"monday":[{"from":"09:00","to":"12:00"},{"from":"13:00","to":"18:00"}],"friday":[{"from":"09:00","to":"18:00"}]},
         "days":[{"date":"2026-10-05","open":[],"note":"closed"}]}
        """;

    private const string Holidays =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261001\nDTEND;VALUE=DATE:20261003\nSUMMARY:National Day\n"
        + "END:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261010\nSUMMARY:补班\nEND:VEVENT\nEND:VCALENDAR\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_calendar_of_mainland_china_ships_with_its_holidays_and_make_up_days()
    {
        var list = await GetAsync("/api/v1/calendars");
        var china = list.GetProperty("items")
            .EnumerateArray()
            .Single(item => item.GetProperty("definition").GetProperty("name").GetString() == "Mainland China 2026");

        var year = await GetAsync($"/api/v1/calendars/{china.GetProperty("id")}/years/2026");

        var days = year.GetProperty("days").EnumerateArray().ToDictionary(day => day.GetProperty("date").GetString()!);
        days.Count.ShouldBe(365);
        days["2026-10-07"].GetProperty("kind").GetString().ShouldBe("closed");
        days["2026-10-08"].GetProperty("kind").GetString().ShouldBe("week");
        days["2026-10-10"].GetProperty("kind").GetString().ShouldBe("make_up");
        days["2026-10-10"].GetProperty("open_minutes").GetInt32().ShouldBe(480);
        days["2026-02-28"].GetProperty("kind").GetString().ShouldBe("make_up");
        days.Values.Count(day => day.GetProperty("kind").GetString() == "make_up").ShouldBe(6);
        days.Values.Count(day => day.GetProperty("kind").GetString() == "closed").ShouldBe(33);
    }

    [Fact]
    public async Task A_holiday_file_is_tried_before_it_is_saved_and_says_what_it_does()
    {
        var id = await PutCalendarAsync();
        var path = $"/api/v1/calendars/{id}/import";

        var tried = await PostAsync(path, new { text = Holidays, dry_run = true });
        tried.GetProperty("saved").GetBoolean().ShouldBeFalse();
        tried.GetProperty("added").GetArrayLength().ShouldBe(3);
        (await GetAsync($"/api/v1/calendars/{id}")).GetProperty("version").GetInt64().ShouldBe(1);

        var saved = await PostAsync(path, new { text = Holidays });
        saved.GetProperty("make_up_days").GetInt32().ShouldBe(1);
        (await PostAsync(path, new { text = Holidays })).GetProperty("added").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_bad_holiday_file_is_refused_by_its_line_and_changes_nothing()
    {
        var id = await PutCalendarAsync();

        var (status, _, body) = await router.SendAsync(
            Role.Lead,
            "POST",
            $"/api/v1/calendars/{id}/import",
            Stop,
            JsonSerializer.Serialize(new { text = Holidays.Replace("20261010", "tomorrow", StringComparison.Ordinal) })
        );

        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("errors").GetProperty("line 8")[0].GetString()!.ShouldContain("tomorrow");
        (await GetAsync($"/api/v1/calendars/{id}")).GetProperty("version").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_preview_shows_the_week_and_the_next_opening_of_a_calendar_that_is_not_saved()
    {
        var (status, _, body) = await router.SendAsync(
            Role.Lead,
            "POST",
            "/api/v1/calendars/preview?at=2026-10-03T04:00:00Z",
            Stop,
            Office
        );

        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        body.GetProperty("is_open").GetBoolean().ShouldBeFalse();
        // The Monday after is closed, so it is the Friday.
        body.GetProperty("next_opening")
            .GetDateTimeOffset()
            .ShouldBe(new DateTimeOffset(2026, 10, 9, 1, 0, 0, default));
        body.GetProperty("week")
            .EnumerateArray()
            .Select(day => day.GetProperty("open").GetArrayLength())
            .ShouldBe([2, 0, 0, 0, 1, 0, 0]);
    }

    [Fact]
    public async Task A_calendar_that_something_counts_by_stays_and_one_that_nothing_does_can_go()
    {
        var id = await PutCalendarAsync();
        var used = await router.OneAsync<Guid>("SELECT DISTINCT calendar_id FROM router.queues", Stop);

        (await StatusAsync("DELETE", $"/api/v1/calendars/{used}")).ShouldBe(HttpStatusCode.Conflict);
        (await StatusAsync("DELETE", $"/api/v1/calendars/{id}")).ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync("DELETE", $"/api/v1/calendars/{id}")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Policies_are_put_into_another_order_and_each_that_moves_gets_a_version()
    {
        var before = await PoliciesAsync();
        var turned = new[] { before[1], before[0], before[2] };

        (await StatusAsync("PUT", "/api/v1/policies/order", new { ids = turned.Select(policy => policy.Id) })).ShouldBe(
            HttpStatusCode.NoContent
        );

        var after = await PoliciesAsync();
        after.Select(policy => policy.Id).ShouldBe(turned.Select(policy => policy.Id));
        after[0].Version.ShouldBe(before[1].Version + 1);
        (await GetAsync($"/api/v1/policies/{after[0].Id}/versions"))
            .GetProperty("items")
            .GetArrayLength()
            .ShouldBe(after[0].Version);
        (
            await StatusAsync("PUT", "/api/v1/policies/order", new { ids = turned.Take(2).Select(policy => policy.Id) })
        ).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync("PUT", "/api/v1/policies/order", new { ids = before.Select(policy => policy.Id) })).ShouldBe(
            HttpStatusCode.NoContent
        );
    }

    [Fact]
    public async Task A_policy_for_a_queue_that_is_not_there_is_refused_by_the_place_that_names_it()
    {
        var queue = await router.OneAsync<Guid>("SELECT queue_id FROM router.queues LIMIT 1", Stop);
        var definition = (JsonObject)
            JsonNode.Parse((await GetAsync("/api/v1/policies"))[0].GetProperty("definition").GetRawText())!;
        definition["calendar_id"] = Guid.NewGuid();
        definition["match"] = new JsonObject { ["queues"] = new JsonArray(queue, Guid.NewGuid()) };

        (await FieldsOfAsync("PUT", $"/api/v1/policies/{Guid.NewGuid()}", new { definition })).ShouldBe(
            ["definition.calendar_id", "definition.match.queues[1]"],
            ignoreOrder: true
        );
        (
            await FieldsOfAsync(
                "POST",
                "/api/v1/recalculations/preview",
                new { policy_id = Guid.NewGuid(), policy = definition }
            )
        ).ShouldBe(["policy.calendar_id", "policy.match.queues[1]"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_wrong_in_a_definition_is_named_by_its_whole_path()
    {
        var definition = (JsonObject)
            JsonNode.Parse((await GetAsync("/api/v1/policies"))[0].GetProperty("definition").GetRawText())!;
        definition["name"] = " ";
        definition["target_minutes"] = new JsonObject { ["first_response"] = 0 };
        definition["steps"] = new JsonArray(new JsonObject { ["at"] = "soon" });
        string[] wrong = ["name", "steps[0].at", "target_minutes.first_response"];

        (await FieldsOfAsync("PUT", $"/api/v1/policies/{Guid.NewGuid()}", new { definition })).ShouldBe(
            wrong.Select(field => $"definition.{field}"),
            ignoreOrder: true
        );
        (
            await FieldsOfAsync(
                "POST",
                "/api/v1/recalculations/preview",
                new { policy_id = Guid.NewGuid(), policy = definition }
            )
        ).ShouldBe(wrong.Select(field => $"policy.{field}"), ignoreOrder: true);
        var calendar = JsonNode.Parse(Office)!;
        calendar["zone"] = "Nowhere";
        (
            await FieldsOfAsync(
                "POST",
                "/api/v1/recalculations/preview",
                new { calendar_id = Guid.NewGuid(), calendar }
            )
        ).ShouldBe(["calendar.zone"]);
    }

    [Fact]
    public async Task A_policy_that_once_matched_everything_does_not_stand_in_for_one_that_does()
    {
        var all = (await GetAsync("/api/v1/policies"))
            .EnumerateArray()
            .Single(policy => MatchesEverything(policy.GetProperty("definition")));
        var (kept, second) = (all.GetProperty("id").GetGuid(), Guid.NewGuid());
        (await PutPolicyAsync(second, all, narrow: false)).ShouldBe(HttpStatusCode.OK);
        (await PutPolicyAsync(second, all, narrow: true)).ShouldBe(HttpStatusCode.OK);

        (await PutPolicyAsync(kept, all, narrow: true)).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync("DELETE", $"/api/v1/policies/{kept}")).ShouldBe(HttpStatusCode.Conflict);

        (await PutPolicyAsync(second, all, narrow: false)).ShouldBe(HttpStatusCode.OK);
        // Tomorrow it is narrow, so it cannot be the only one today.
        (await PutPolicyAsync(second, all, narrow: true, TimeProvider.System.GetUtcNow().AddDays(1))).ShouldBe(
            HttpStatusCode.OK
        );
        (await StatusAsync("DELETE", $"/api/v1/policies/{kept}")).ShouldBe(HttpStatusCode.Conflict);
        (await StatusAsync("DELETE", $"/api/v1/policies/{second}")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_policy_with_a_version_to_come_takes_its_new_place_today()
    {
        var before = await PoliciesAsync();
        var added = Guid.NewGuid();
        var some = (await GetAsync("/api/v1/policies"))[0];
        var tomorrow = TimeProvider.System.GetUtcNow().AddDays(1);
        (await PutPolicyAsync(added, some, narrow: true)).ShouldBe(HttpStatusCode.OK);
        (await PutPolicyAsync(added, some, narrow: true, tomorrow)).ShouldBe(HttpStatusCode.OK);

        (
            await StatusAsync(
                "PUT",
                "/api/v1/policies/order",
                new { ids = before.Select(policy => policy.Id).Append(added) }
            )
        ).ShouldBe(HttpStatusCode.NoContent);

        var versions = (await GetAsync($"/api/v1/policies/{added}/versions"))
            .GetProperty("items")
            .EnumerateArray()
            .Select(version =>
                (
                    Tomorrow: version.GetProperty("effective_from").GetDateTimeOffset()
                        > TimeProvider.System.GetUtcNow(),
                    Order: version.GetProperty("definition").GetProperty("order").GetInt32()
                )
            )
            .Take(2);
        var last = (before.Count + 1) * 10;
        versions.ShouldBe([(true, last), (false, last)]);
        (await StatusAsync("DELETE", $"/api/v1/policies/{added}")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_calendar_that_is_being_edited_is_tried_on_the_open_tickets_first()
    {
        var always = await router.OneAsync<Guid>("SELECT DISTINCT calendar_id FROM router.queues", Stop);

        var preview = await PostAsync(
            "/api/v1/recalculations/preview",
            new
            {
                calendar_id = always,
                calendar = new
                {
                    name = "24x7",
                    zone = "Asia/Shanghai",
                    week = new { sunday = new[] { new { from = "00:00", to = "00:05" } } },
                },
            }
        );

        preview.GetProperty("open_tickets").GetInt64().ShouldBe(1);
        preview.GetProperty("changes").GetInt64().ShouldBe(1);
        var shown = preview.GetProperty("sample")[0];
        shown.GetProperty("ticket_id").GetInt64().ShouldBe(router.Ticket);
        shown
            .GetProperty("due_after")
            .GetDateTimeOffset()
            .ShouldBeGreaterThan(shown.GetProperty("due_before").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("first of all", 1)]
    [InlineData("after the one for everything", 0)]
    [InlineData("for questions", 0)]
    [InlineData("from tomorrow on", 0)]
    public async Task A_new_policy_is_tried_on_the_open_tickets_before_it_is_saved_and_catches_what_it_will_catch(
        string how,
        int catches
    )
    {
        var definition = JsonNode.Parse(
            (await GetAsync("/api/v1/policies"))[0].GetProperty("definition").GetRawText()
        )!;
        definition["name"] = $"New, {how}";
        definition["order"] = how == "after the one for everything" ? 9_000 : 1;
        definition["match"] = new JsonObject
        {
            ["labels"] = new JsonArray(how == "for questions" ? "question" : "complaint"),
        };
        definition["target_minutes"] = new JsonObject { ["first_response"] = 7 };
        DateTimeOffset? from = how == "from tomorrow on" ? TimeProvider.System.GetUtcNow().AddDays(1) : null;
        var id = Guid.NewGuid();

        var preview = await PostAsync(
            "/api/v1/recalculations/preview",
            new
            {
                policy_id = (Guid?)null,
                policy = definition,
                effective_from = from,
            }
        );

        preview.GetProperty("looked_at").GetInt64().ShouldBe(1);
        preview.GetProperty("changes").GetInt64().ShouldBe(catches);
        preview
            .GetProperty("sample")
            .EnumerateArray()
            .Select(clock => clock.GetProperty("policy_after").GetString())
            .Distinct()
            .ShouldBe(Enumerable.Repeat(definition["name"]!.GetValue<string>(), catches));

        // What was foretold is what comes of it.
        (await StatusAsync("PUT", $"/api/v1/policies/{id}", new { definition, effective_from = from })).ShouldBe(
            HttpStatusCode.OK
        );
        (await PostAsync("/api/v1/recalculations/preview", new { policy_id = id }))
            .GetProperty("changes")
            .GetInt64()
            .ShouldBe(catches);
        (await RecalculatedAsync(new { policy_id = id })).GetProperty("changed").GetInt64().ShouldBe(catches);
        (await StatusAsync("DELETE", $"/api/v1/policies/{id}")).ShouldBe(HttpStatusCode.NoContent);
        (await RecalculatedAsync(new { all = true })).GetProperty("changed").GetInt64().ShouldBe(catches);
    }

    [Fact]
    public async Task A_policy_that_is_not_saved_is_tried_alone_and_not_beside_a_calendar()
    {
        var policy = JsonNode.Parse((await GetAsync("/api/v1/policies"))[0].GetProperty("definition").GetRawText())!;
        var calendar = await router.OneAsync<Guid>("SELECT DISTINCT calendar_id FROM router.queues", Stop);

        (
            await FieldsOfAsync("POST", "/api/v1/recalculations/preview", new { calendar_id = calendar, policy })
        ).ShouldBe(["calendar_id"]);
        (await PostAsync("/api/v1/recalculations/preview", new { calendar = JsonNode.Parse(Office) }))
            .GetProperty("changes")
            .GetInt64()
            .ShouldBe(0);
    }

    [Fact]
    public async Task A_recalculation_is_done_by_itself_and_can_be_followed()
    {
        var done = await RecalculatedAsync(new { all = true });

        done.GetProperty("looked_at").GetInt64().ShouldBe(1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"policy_id":null,"calendar_id":null}""")]
    [InlineData("""{"all":true,"policy_id":"0198c1f0-0000-7000-8000-000000000001"}""")]
    public async Task Everything_is_counted_anew_only_where_somebody_says_so(string body)
    {
        const string Count = "SELECT count(*) FROM router.recalculations";
        var before = await router.OneAsync<long>(Count, Stop);

        var (status, _, problem) = await router.SendAsync(Role.Lead, "POST", "/api/v1/recalculations", Stop, body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(field => field.Name).ShouldBe(["all"]);
        (await router.OneAsync<long>(Count, Stop)).ShouldBe(before);
    }

    [Fact]
    public async Task Who_is_on_call_is_set_for_a_queue_and_only_people_can_be()
    {
        var agent = Guid.NewGuid();
        await StatusAsync("PUT", $"/api/v1/agents/{agent}", new { name = "Oli" });

        (await StatusAsync("PUT", "/api/v1/duties/on_call", new { agent_ids = new[] { agent } })).ShouldBe(
            HttpStatusCode.OK
        );
        (await StatusAsync("PUT", "/api/v1/duties/on_call", new { agent_ids = new[] { Guid.NewGuid() } })).ShouldBe(
            HttpStatusCode.BadRequest
        );
        (await StatusAsync("PUT", "/api/v1/duties/queue_lead", new { agent_ids = new[] { agent } })).ShouldBe(
            HttpStatusCode.NotFound
        );
        (await GetAsync("/api/v1/duties"))[0].GetProperty("agent_ids")[0].GetGuid().ShouldBe(agent);
    }

    [Theory]
    [InlineData("/api/v1/reports/sla?by=queue")]
    [InlineData("/api/v1/reports/sla?by=agent")]
    [InlineData("/api/v1/reports/sla?by=policy")]
    [InlineData("/api/v1/reports/pauses")]
    [InlineData("/api/v1/reports/pauses/flagged")]
    [InlineData("/api/v1/sla/board")]
    public async Task A_report_can_be_asked_for_before_there_is_anything_in_it(string path) =>
        (await GetAsync(path)).ValueKind.ShouldBe(JsonValueKind.Object);

    [Theory]
    [InlineData("/api/v1/reports/sla?by=weather")]
    [InlineData("/api/v1/reports/sla?from=2026-06-02T00:00:00Z&to=2026-06-01T00:00:00Z")]
    [InlineData("/api/v1/reports/pauses?from=2020-01-01T00:00:00Z&to=2026-06-01T00:00:00Z")]
    public async Task A_report_over_no_span_or_too_long_a_one_is_refused(string path) =>
        (await StatusAsync("GET", path)).ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task The_pause_report_tells_who_paused_how_long_and_the_flagged_ones_page_by_page()
    {
        var ticket = $"/api/v1/tickets/{router.Ticket}";
        await StatusAsync("POST", $"{ticket}/accept");
        await StatusAsync("POST", $"{ticket}/wait", new { @for = "customer", reason = "asked for the number" });
        await StatusAsync("POST", $"{ticket}/resume");

        var flagged = await GetAsync("/api/v1/reports/pauses/flagged?limit=1");
        flagged.GetProperty("items")[0].GetProperty("reason").GetString().ShouldBe("asked for the number");
        var next = await GetAsync(
            $"/api/v1/reports/pauses/flagged?limit=1&cursor={flagged.GetProperty("next").GetString()}"
        );
        next.GetProperty("items").GetArrayLength().ShouldBe(0);
        var report = await GetAsync("/api/v1/reports/pauses");
        report.GetProperty("agents").EnumerateArray().Sum(row => row.GetProperty("flagged").GetInt32()).ShouldBe(1);
    }

    public async ValueTask InitializeAsync() => await router.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A recalculation, when it is done.</summary>
    private async Task<JsonElement> RecalculatedAsync(object scope)
    {
        var started = await PostAsync("/api/v1/recalculations", scope);
        return await Eventually.Be(
            async _ =>
                (await GetAsync("/api/v1/recalculations"))
                    .GetProperty("items")
                    .EnumerateArray()
                    .Single(job => job.GetProperty("id").GetGuid() == started.GetProperty("id").GetGuid()),
            job => job.GetProperty("finished_at").ValueKind == JsonValueKind.String,
            Stop
        );
    }

    private static bool MatchesEverything(JsonElement definition) =>
        definition.GetProperty("match").EnumerateObject().All(part => part.Value.GetArrayLength() == 0);

    /// <summary>The fields that a refusal names.</summary>
    private async Task<IEnumerable<string>> FieldsOfAsync(string method, string path, object body)
    {
        var (status, _, problem) = await router.SendAsync(
            Role.Lead,
            method,
            path,
            Stop,
            JsonSerializer.Serialize(body)
        );
        status.ShouldBe(HttpStatusCode.BadRequest, problem.ToString());
        return problem.GetProperty("errors").EnumerateObject().Select(field => field.Name);
    }

    /// <summary>A policy with what another one says, for everything or for complaints only.</summary>
    private Task<HttpStatusCode> PutPolicyAsync(Guid id, JsonElement like, bool narrow, DateTimeOffset? from = null)
    {
        var definition = JsonNode.Parse(like.GetProperty("definition").GetRawText())!;
        definition["match"] = narrow ? new JsonObject { ["labels"] = new JsonArray("complaint") } : new JsonObject();
        return StatusAsync("PUT", $"/api/v1/policies/{id}", new { definition, effective_from = from });
    }

    private async Task<Guid> PutCalendarAsync()
    {
        var id = Guid.NewGuid();
        var (status, _, body) = await router.SendAsync(Role.Lead, "PUT", $"/api/v1/calendars/{id}", Stop, Office);
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        return id;
    }

    private async Task<IReadOnlyList<(Guid Id, int Version)>> PoliciesAsync() =>
        [
            .. (await GetAsync("/api/v1/policies"))
                .EnumerateArray()
                .Select(policy => (policy.GetProperty("id").GetGuid(), policy.GetProperty("version").GetInt32())),
        ];

    private async Task<JsonElement> GetAsync(string path)
    {
        var (status, _, body) = await router.SendAsync(Role.Lead, "GET", path, Stop);
        status.ShouldBe(HttpStatusCode.OK, $"{path}: {body}");
        return body;
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        var answer = await router.SendAsync(Role.Lead, "POST", path, Stop, JsonSerializer.Serialize(body));
        ((int)answer.Status).ShouldBeLessThan(300, $"{path}: {answer.Body}");
        return answer.Body;
    }

    private async Task<HttpStatusCode> StatusAsync(string method, string path, object? body = null) =>
        (
            await router.SendAsync(Role.Lead, method, path, Stop, body is null ? null : JsonSerializer.Serialize(body))
        ).Status;
}
