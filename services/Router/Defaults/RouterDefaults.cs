using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;
using TriageMesh.Platform.Http;
using TriageMesh.Router.Calendars;

namespace TriageMesh.Router.Defaults;

/// <summary>Gives an empty database something to work with: three calendars, three policies, one queue. Everything can be edited after.</summary>
internal sealed class RouterDefaults(NpgsqlDataSource database, TimeProvider time) : IHostedService
{
    /// <summary>Round the clock.</summary>
    public static readonly Guid AlwaysOpen = new("00000000-0000-8000-8000-0000000000c1");

    /// <summary>Weekdays, nine to six, with a lunch break.</summary>
    public static readonly Guid OfficeHours = new("00000000-0000-8000-8000-0000000000c2");

    /// <summary>Office hours with the public holidays and make-up working days of mainland China.</summary>
    public static readonly Guid MainlandChina = new("00000000-0000-8000-8000-0000000000c3");

    private const string ChineseHolidays = "cn-2026";

    /// <summary>Where mentions go that no other queue names.</summary>
    public static readonly Guid Support = new("00000000-0000-8000-8000-0000000000a1");

    private const string Claim = """
        SELECT pg_advisory_xact_lock(hashtext('router.defaults'))
        """;

    private const string Empty = """
        SELECT NOT EXISTS (SELECT FROM router.calendars) AND NOT EXISTS (SELECT FROM router.queues)
        """;

    private const string PutCalendar = """
        INSERT INTO router.calendars (calendar_id, definition, updated_at) VALUES (@id, @definition::jsonb, @now)
        """;

    private const string PutPolicy = """
        INSERT INTO router.policies (policy_key, version, definition, effective_from)
        VALUES (@id, 1, @definition::jsonb, '2000-01-01Z')
        """;

    private const string PutQueue = """
        INSERT INTO router.queues (queue_id, name, calendar_id, is_default) VALUES (@Support, 'Support', @AlwaysOpen, true)
        """;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object? parameters = null) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        await connection.ExecuteAsync(Command(Claim));
        if (!await connection.ExecuteScalarAsync<bool>(Command(Empty)))
        {
            return;
        }

        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        foreach (var (id, definition) in Calendars())
        {
            await connection.ExecuteAsync(
                Command(
                    PutCalendar,
                    new
                    {
                        id,
                        definition = JsonSerializer.Serialize(definition, MeshJson.Options),
                        now,
                    }
                )
            );
        }

        foreach (var definition in Policies())
        {
            await connection.ExecuteAsync(
                Command(
                    PutPolicy,
                    new
                    {
                        id = Guid.CreateVersion7(),
                        definition = JsonSerializer.Serialize(definition, MeshJson.Options),
                    }
                )
            );
        }

        await connection.ExecuteAsync(Command(PutQueue, new { Support, AlwaysOpen }));
        await transaction.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static IEnumerable<(Guid Id, CalendarDefinition Definition)> Calendars()
    {
        string[] weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday"];
        yield return (
            AlwaysOpen,
            new CalendarDefinition
            {
                Name = "24x7",
                Zone = "Asia/Shanghai",
                Week = Week([.. weekdays, "saturday", "sunday"], new SpanDefinition("00:00", "24:00")),
            }
        );
        var office = new CalendarDefinition
        {
            Name = "Office hours",
            Zone = "Asia/Shanghai",
            Week = Week(weekdays, new SpanDefinition("09:00", "12:00"), new SpanDefinition("13:00", "18:00")),
        };
        yield return (OfficeHours, office);
        var holidays = HolidayFile.Read(ShippedHolidays.Find(ChineseHolidays)!);
        yield return (
            MainlandChina,
            CalendarImport.Of(office with { Name = "Mainland China 2026" }, holidays).Definition
        );
    }

    private static Dictionary<string, IReadOnlyList<SpanDefinition>> Week(
        string[] days,
        params SpanDefinition[] spans
    ) => days.ToDictionary(day => day, _ => (IReadOnlyList<SpanDefinition>)spans, StringComparer.Ordinal);

    private static IEnumerable<PolicyDefinition> Policies()
    {
        yield return Policy("VIP and media", order: 10, first: 15, reopened: 10, resolution: 4 * 60) with
        {
            Match = new PolicyMatch { Tiers = [AuthorTier.Vip, AuthorTier.Media] },
        };
        yield return Policy("Questions", order: 20, first: 60, reopened: 30, resolution: 24 * 60) with
        {
            Match = new PolicyMatch { Labels = [Label.Question] },
        };
        yield return Policy("Everything else", order: 100, first: 30, reopened: 15, resolution: 8 * 60);
    }

    private static PolicyDefinition Policy(string name, int order, int first, int reopened, int resolution) =>
        new()
        {
            Name = name,
            Order = order,
            CalendarId = AlwaysOpen,
            TargetMinutes = new Dictionary<string, int>(StringComparer.Ordinal)
            {
                [ClockKind.FirstResponse.Wire()] = first,
                [ClockKind.NextResponse.Wire()] = first,
                [ClockKind.Resolution.Wire()] = resolution,
                // What a ticket that comes back is measured by; twice as long, so that one that never does breaks one promise only.
                [ClockKind.TotalResolution.Wire()] = 2 * resolution,
            },
            ReopenMinutes = reopened,
            Steps =
            [
                new StepDefinition
                {
                    At = "80%",
                    Recipients = [StepRecipient.Assignee],
                    Actions = [StepAction.Notify],
                },
                new StepDefinition
                {
                    At = "due",
                    Recipients = [StepRecipient.Assignee, StepRecipient.QueueLead],
                    Actions = [StepAction.Notify],
                },
                new StepDefinition
                {
                    At = "+30m",
                    Recipients = [StepRecipient.Ops],
                    Actions = [StepAction.Notify, StepAction.RaisePriority],
                },
            ],
        };
}
