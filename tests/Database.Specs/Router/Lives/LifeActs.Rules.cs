using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Assignment;
using TriageMesh.Domain.Calendars;
using TriageMesh.Platform.Http;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Calendars;
using TriageMesh.Router.CannedReplies;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.OrderPatterns;
using TriageMesh.Router.Policies;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Team;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>What a lead edits while the tickets live: promises, hours, shifts, queues and who works them.</summary>
internal static partial class LifeActs
{
    private static readonly Dictionary<string, LifeDeed<Edit>> RuleDeeds = new(StringComparer.Ordinal)
    {
        ["policy"] = new(2, PutPolicyAsync),
        ["policy order"] = new(1, OrderPoliciesAsync),
        ["calendar"] = new(2, PutCalendarAsync),
        ["recalculate"] = new(2, RecalculateAsync),
        ["shift"] = new(2, PutShiftAsync),
        ["agent"] = new(2, PutAgentAsync),
        ["agent rate"] = new(1, PutAgentRateAsync),
        ["queue"] = new(1, PutQueueAsync),
        ["queue hands"] = new(1, PutQueueHandsAsync),
        ["import holidays"] = new(1, ImportHolidaysAsync),
        ["order pattern"] = new(1, PutOrderPatternAsync),
        ["drop order pattern"] = new(1, DropOrderPatternAsync),
        ["canned reply"] = new(2, PutCannedReplyAsync),
        ["drop canned reply"] = new(1, DropCannedReplyAsync),
    };

    private static readonly string[] OrderPatterns = [@"[A-Z]-(\d{8})", @"\d{8}-\d", "parcel", @"(day)!"];

    private static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>Other targets, sometimes from tomorrow; sometimes a resolution is no longer promised, or one step fewer told.</summary>
    private static async Task<bool> PutPolicyAsync(Edit edit, LifeRouter router)
    {
        var (key, policy) = LifeScene.Policies[edit.Act.Who % LifeScene.Policies.Count];
        var request = new PolicyRequest(
            policy with
            {
                Order = 1 + edit.Act.On,
                TargetMinutes = policy
                    .TargetMinutes.Where(target => edit.Act.Pick % 4 > 0 || target.Key != "resolution")
                    .ToDictionary(target => target.Key, target => target.Value * (1 + edit.Act.Pick % 6) / 2),
                Steps = [.. policy.Steps.Where((_, i) => edit.Act.Pick / 6 % 5 != i)],
                CalendarId = edit.Act.Pick / 30 % 2 == 0 ? RouterDefaults.OfficeHours : RouterDefaults.AlwaysOpen,
            },
            edit.Act.Pick % 5 == 0 ? edit.Run.World.Time.GetUtcNow().AddDays(1) : null
        );
        return await SaveAsync(router, key, request, PolicyEndpoints.PutAsync);
    }

    private static async Task<bool> OrderPoliciesAsync(Edit edit, LifeRouter router)
    {
        var keys = LifeScene.Policies.Select(policy => policy.Key).ToArray();
        new Random(edit.Act.Pick).Shuffle(keys);
        var answer = await PolicyOrder.PutAsync(
            new PolicyOrderRequest(keys),
            null,
            router.Database,
            router.Rules,
            router.Time,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    /// <summary>One of the days around this one is closed, or has other hours.</summary>
    private static async Task<bool> PutCalendarAsync(Edit edit, LifeRouter router)
    {
        var (id, written) = await CalendarAsync(edit);
        var date = edit
            .Run.World.Now.InUtc()
            .Date.PlusDays((edit.Act.On % 5) - 1)
            .ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
        var edited = written with
        {
            Days =
            [
                .. written.Days.Where(day => day.Date != date),
                new DayDefinition
                {
                    Date = date,
                    Open = (edit.Act.Pick % 3) switch
                    {
                        0 => [],
                        1 => [new SpanDefinition("07:00", "12:00"), new SpanDefinition("13:30", "21:00")],
                        _ => [new SpanDefinition("00:00", "24:00")],
                    },
                },
            ],
        };
        edit.Run.Calendars.Enqueue(BusinessCalendar.From(id, written));
        edit.Run.Calendars.Enqueue(BusinessCalendar.From(id, edited));
        return await SaveAsync(router, id, edited, CalendarEndpoints.PutAsync);
    }

    /// <summary>The days around this one are closed by a file that somebody else has written, or are working days after all.</summary>
    private static async Task<bool> ImportHolidaysAsync(Edit edit, LifeRouter router)
    {
        var (id, written) = await CalendarAsync(edit);
        var first = edit.Run.World.Now.InUtc().Date.PlusDays((edit.Act.On % 5) - 2);
        var answer = await CalendarImportEndpoint.ImportAsync(
            id,
            new CalendarImportRequest
            {
                Text = $"""
                    BEGIN:VCALENDAR
                    BEGIN:VEVENT
                    UID:{edit.Act.Pick}
                    DTSTART;VALUE=DATE:{first.ToString("uuuuMMdd", CultureInfo.InvariantCulture)}
                    DTEND;VALUE=DATE:{first
                        .PlusDays(1 + edit.Act.Pick / 2 % 3)
                        .ToString("uuuuMMdd", CultureInfo.InvariantCulture)}
                    SUMMARY:{(edit.Act.Pick % 2 == 0 ? "closed" : "make-up")}
                    END:VEVENT
                    END:VCALENDAR
                    """,
                MakeUpHours = edit.Act.Pick / 6 % 2 == 0 ? [] : [new SpanDefinition("10:00", "16:00")],
                DryRun = edit.Act.Pick % 7 == 0,
            },
            router.Database,
            router.Rules,
            router.Time,
            Stop
        );
        if (answer.Result is not Ok<CalendarImportView> { Value: { Saved: true } import })
        {
            return false;
        }

        edit.Run.Calendars.Enqueue(BusinessCalendar.From(id, written));
        edit.Run.Calendars.Enqueue(BusinessCalendar.From(id, import.Calendar.Definition));
        return true;
    }

    private static async Task<(Guid Id, CalendarDefinition Written)> CalendarAsync(Edit edit)
    {
        var id = edit.Act.Who % 2 == 0 ? RouterDefaults.OfficeHours : RouterDefaults.AlwaysOpen;
        var written = await edit.Run.World.OneAsync<string>(
            "SELECT definition::text FROM router.calendars WHERE calendar_id = @id",
            new { id }
        );
        return (id, JsonSerializer.Deserialize<CalendarDefinition>(written, MeshJson.Options)!);
    }

    private static async Task<bool> PutOrderPatternAsync(Edit edit, LifeRouter router)
    {
        var answer = await OrderPatternEndpoints.PutAsync(
            "weibo",
            "brand",
            new OrderPatternRequest(
                OrderPatterns[edit.Act.Pick % OrderPatterns.Length],
                Required: edit.Act.Pick / 4 % 3 == 0
            ),
            null,
            new DefaultHttpContext(),
            LifeScene.People[^1],
            router.Database,
            router.Rules,
            router.Time,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    private static async Task<bool> DropOrderPatternAsync(Edit _, LifeRouter router) =>
        LifeDeed.IsDone(
            await OrderPatternEndpoints.DropAsync("weibo", "brand", null, router.Database, router.Rules, Stop)
        );

    /// <summary>For all, for a queue, or somebody's own; agents may write only the last.</summary>
    private static async Task<bool> PutCannedReplyAsync(Edit edit, LifeRouter router)
    {
        var (act, scope) = (
            edit.Act,
            (edit.Act.Pick % 3) switch
            {
                0 => "all",
                1 => "queue",
                _ => "personal",
            }
        );
        var answer = await CannedReplyEndpoints.PutAsync(
            LifeScene.Canned[act.On % LifeScene.Canned.Count],
            new CannedReplyRequest
            {
                Name = $"canned {act.Pick}",
                Scope = scope,
                QueueId = scope == "queue" ? LifeScene.Returns : null,
                Texts = new Dictionary<string, string>
                {
                    ["en"] = $"{act.Pick}: we have read {{{{ticket}}}}.",
                    ["zh-CN"] = $"{act.Pick}：我们已阅读 {{{{ticket}}}}。",
                },
                Actions = act.Pick / 3 % 2 == 0 ? [] : [new CannedAction { Do = "priority", Value = "high" }],
            },
            null,
            new DefaultHttpContext(),
            LifeScene.People[act.Who % LifeScene.People.Count],
            router.Database,
            router.Get<CannedReplyStore>(),
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    private static async Task<bool> DropCannedReplyAsync(Edit edit, LifeRouter router) =>
        LifeDeed.IsDone(
            await CannedReplyEndpoints.DropAsync(
                LifeScene.Canned[edit.Act.On % LifeScene.Canned.Count],
                null,
                LifeScene.People[edit.Act.Who % LifeScene.People.Count],
                router.Get<CannedReplyStore>(),
                Stop
            )
        );

    /// <summary>Of everything, of one policy, or of one calendar; a worker does it.</summary>
    private static async Task<bool> RecalculateAsync(Edit edit, LifeRouter router)
    {
        var answer = await RecalculationEndpoints.StartAsync(
            (edit.Act.Pick % 4) switch
            {
                0 => new RecalculationRequest(
                    PolicyId: LifeScene.Policies[edit.Act.Who % LifeScene.Policies.Count].Key
                ),
                1 => new RecalculationRequest(CalendarId: RouterDefaults.OfficeHours),
                _ => new RecalculationRequest(All: true),
            },
            LifeScene.People[^1],
            router.Database,
            router.Rules,
            router.Time,
            Stop
        );
        return LifeDeed.IsDone(answer) && await router.Get<Recalculations>().RunBatchAsync(Stop);
    }

    private static async Task<bool> PutShiftAsync(Edit edit, LifeRouter router)
    {
        var agent = LifeScene.Ids[edit.Act.Who % 4];
        if (edit.Act.Pick % 3 == 0)
        {
            return LifeDeed.IsDone(
                await ShiftEndpoints.DeleteAsync(agent, null, router.Database, router.Signals, Stop)
            );
        }

        IReadOnlyList<SpanDefinition> spans =
            edit.Act.Pick % 3 == 1
                ? [new SpanDefinition("08:00", "14:00")]
                : [new SpanDefinition("00:00", "03:00"), new SpanDefinition("13:00", "24:00")];
        var answer = await ShiftEndpoints.PutAsync(
            agent,
            new ShiftDefinition { Zone = "Asia/Shanghai", Week = Weekdays.ToDictionary(day => day, _ => spans) },
            null,
            new DefaultHttpContext(),
            LifeScene.People[^1],
            router.Database,
            router.Signals,
            router.Time,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    /// <summary>Somebody learns a language or a skill, changes teams, or is switched off; the next change switches them on again.</summary>
    private static async Task<bool> PutAgentAsync(Edit edit, LifeRouter router)
    {
        var agent = LifeScene.Ids[edit.Act.Who % 4];
        var name = await edit.Run.World.OneAsync<string>(
            "SELECT name FROM router.agents WHERE agent_id = @agent",
            new { agent }
        );
        var answer = await TeamEndpoints.PutAgentAsync(
            agent,
            new AgentRequest
            {
                Name = name,
                Languages = edit.Act.Pick % 2 == 0 ? ["en"] : ["zh"],
                Skills = edit.Act.Pick / 2 % 2 == 0 ? [] : ["refunds"],
                Capacity = 1 + edit.Act.Pick / 4 % 3,
                QueueIds = (edit.Act.Pick / 12 % 4) switch
                {
                    0 => [RouterDefaults.Support],
                    1 => [LifeScene.Returns],
                    2 => [RouterDefaults.Support, LifeScene.Returns],
                    _ => null,
                },
                Active = edit.Act.Pick / 48 % 5 > 0,
            },
            null,
            new DefaultHttpContext(),
            router.Get<AgentStore>(),
            router.Signals,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    private static async Task<bool> PutQueueAsync(Edit edit, LifeRouter router)
    {
        var returns = edit.Act.Who % 2 == 0;
        var answer = await TeamEndpoints.PutQueueAsync(
            returns ? LifeScene.Returns : RouterDefaults.Support,
            new QueueRequest
            {
                Name = returns ? "Returns" : "Support",
                CalendarId = edit.Act.Pick % 2 == 0 ? RouterDefaults.OfficeHours : RouterDefaults.AlwaysOpen,
                IsDefault = !returns,
                LeadIds = [LifeScene.Ids[^1]],
                AcceptanceMinutes = edit.Act.Pick % 3 == 0 ? null : 5 + edit.Act.Pick % 60,
                NeedsOrderNumber = edit.Act.Pick / 6 % 3 == 0,
            },
            null,
            new DefaultHttpContext(),
            router.Get<QueueStore>(),
            router.Rules,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    private static async Task<bool> PutQueueHandsAsync(Edit edit, LifeRouter router)
    {
        var answer = await QueueAssignmentEndpoints.PutAsync(
            edit.Act.Who % 2 == 0 ? LifeScene.Returns : RouterDefaults.Support,
            new QueueAssignment
            {
                Skills = edit.Act.Pick % 2 == 0 ? [] : ["refunds"],
                Rate = edit.Act.Pick / 2 % 3 == 0 ? new RateView(2 + edit.Act.Pick % 4, 30) : null,
                ReturnAfterMinutes = edit.Act.Pick / 6 % 3 == 0 ? null : 10 + edit.Act.Pick % 50,
            },
            null,
            new DefaultHttpContext(),
            router.Database,
            router.Rules,
            router.Signals,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    private static async Task<bool> PutAgentRateAsync(Edit edit, LifeRouter router)
    {
        var answer = await QueueAssignmentEndpoints.PutRateAsync(
            LifeScene.Ids[edit.Act.Who % 4],
            new AgentRateRequest(edit.Act.Pick % 2 == 0 ? null : new RateView(1 + edit.Act.Pick % 4, 20 + edit.Act.On)),
            null,
            new DefaultHttpContext(),
            router.Database,
            router.Signals,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    /// <summary>What the rules consist of is saved alike.</summary>
    private static async Task<bool> SaveAsync<TRule, TAnswer>(
        LifeRouter router,
        Guid id,
        TRule rule,
        Func<
            Guid,
            TRule,
            string?,
            HttpContext,
            NpgsqlDataSource,
            RuleBooks,
            TimeProvider,
            CancellationToken,
            Task<TAnswer>
        > put
    )
        where TAnswer : INestedHttpResult =>
        LifeDeed.IsDone(
            await put(id, rule, null, new DefaultHttpContext(), router.Database, router.Rules, router.Time, Stop)
        );

    /// <summary>Who edits, and by which numbers; what there is to edit is the same all the time.</summary>
    private sealed record Edit(LifeRun Run, LifeAct Act);
}
