using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;
using TriageMesh.Platform.Database;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Policies;

/// <summary>POST /recalculations/preview: a scope, and perhaps a calendar or policy that is not saved yet.</summary>
public sealed record RecalculationTrial
{
    /// <summary>The policy that is meant; of a definition that has no id yet, null.</summary>
    public Guid? PolicyId { get; init; }

    /// <summary>The calendar that is meant; of a definition that has no id yet, null.</summary>
    public Guid? CalendarId { get; init; }

    /// <summary>The calendar as it would be; without it, as it is saved.</summary>
    public CalendarDefinition? Calendar { get; init; }

    /// <summary>The policy as it would be; without it, as it is saved.</summary>
    public PolicyDefinition? Policy { get; init; }

    /// <summary>From when on the policy would hold; null is at once. What is to come later changes nothing yet.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>What is to be counted anew. A definition without an id is one of its own, and comes after all others.</summary>
    internal RecalculationScope Scope =>
        new(
            PolicyId ?? (Policy is null ? null : Guid.AllBitsSet),
            CalendarId ?? (Calendar is null ? null : Guid.AllBitsSet)
        );
}

/// <summary>Editing a policy or a calendar offers this: how many open tickets would change, and then to change them.</summary>
internal static class RecalculationEndpoints
{
    private const int MaxPage = 100;

    private const string Put = """
        INSERT INTO router.recalculations (recalculation_id, policy_key, calendar_id, requested_by, requested_at)
        VALUES (@id, @PolicyId, @CalendarId, @by, @now)
        """;

    private const string List = """
        SELECT recalculation_id, policy_key, calendar_id, requested_by, requested_at, looked_at, changed, finished_at
          FROM router.recalculations
         WHERE (requested_at, recalculation_id) < (@before, @beforeId)
         ORDER BY requested_at DESC, recalculation_id DESC
         LIMIT @limit
        """;

    public static void MapRecalculations(this IEndpointRouteBuilder api)
    {
        api.MapPost("/recalculations/preview", PreviewAsync)
            .RequireAuthorization(Allow.Leads)
            .WithName("PreviewRecalculation");
        api.MapPost("/recalculations", StartAsync).RequireAuthorization(Allow.Leads).WithName("StartRecalculation");
        api.MapGet("/recalculations", ListAsync).RequireAuthorization(Allow.Leads).WithName("ListRecalculations");
    }

    private static async Task<Results<Ok<RecalculationPreview>, ValidationProblem>> PreviewAsync(
        RecalculationTrial trial,
        Recalculations recalculations,
        RuleBooks rules,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var book = await rules.LoadAsync(cancellationToken);
        var scope = trial.Scope;
        if (Unknown(scope, trial, book) is { } unknown)
        {
            return unknown;
        }

        try
        {
            if (trial is { Calendar: { } calendar } && scope is { CalendarId: { } calendarId })
            {
                book = book.With(BusinessCalendar.From(calendarId, calendar));
            }

            if (trial is { Policy: { } policy } && scope is { PolicyKey: { } policyId })
            {
                var from = Instant.FromDateTimeOffset(trial.EffectiveFrom ?? time.GetUtcNow()).ToMicroseconds();
                var read = policy.Read(policyId, version: 1, from);
                var problems = PolicyNames.UnknownIn(
                    policy,
                    "policy",
                    book.KnowsCalendar(read.CalendarId),
                    queue => book.FindQueue(queue) is not null
                );
                if (problems.Any)
                {
                    return problems.ToAnswer();
                }

                book = book.With(read);
            }
        }
        catch (CalendarDefinitionException wrong)
        {
            return Problems.For("calendar", wrong);
        }
        catch (PolicyDefinitionException wrong)
        {
            return Problems.For("policy", wrong);
        }

        return TypedResults.Ok(await recalculations.PreviewAsync(scope, book, cancellationToken));
    }

    internal static async Task<Results<Accepted<RecalculationView>, ValidationProblem>> StartAsync(
        RecalculationRequest request,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        RuleBooks rules,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (request.All != (request is { PolicyId: null, CalendarId: null }))
        {
            return Problems.For(
                "all",
                request.All
                    ? "All, or a policy, or a calendar."
                    : "Name a policy or a calendar, or say that all are meant."
            );
        }

        rules.Changed();
        var book = await rules.LoadAsync(cancellationToken);
        if (
            Unknown(new RecalculationScope(request.PolicyId, request.CalendarId), new RecalculationTrial(), book) is
            { } unknown
        )
        {
            return unknown;
        }

        var (caller, now) = (Caller.From(user), Instant.FromDateTimeOffset(time.GetUtcNow()));
        var id = Guid.CreateVersion7();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                Put,
                new
                {
                    id,
                    request.PolicyId,
                    request.CalendarId,
                    by = caller.Id,
                    now,
                },
                cancellationToken: cancellationToken
            )
        );
        return TypedResults.Accepted(
            (string?)null,
            new RecalculationView
            {
                Id = id,
                PolicyId = request.PolicyId,
                CalendarId = request.CalendarId,
                RequestedBy = caller.Id,
                RequestedAt = now.ToDateTimeOffset(),
                LookedAt = 0,
                Changed = 0,
            }
        );
    }

    private static async Task<Ok<Page<RecalculationView>>> ListAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 20
    )
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var page = Cursor.Read(cursor, 2);
        var before = Cursor.At(page?[0]) ?? Cursor.Latest;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    List,
                    new
                    {
                        before,
                        beforeId = Guid.TryParse(page?[1], out var id) ? id : Guid.AllBitsSet,
                        limit = size,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        return TypedResults.Ok(
            new Page<RecalculationView>(
                [.. rows.Select(row => row.ToView())],
                rows.Count < size
                    ? null
                    : Cursor.Write(Cursor.Of(rows[^1].RequestedAt), rows[^1].RecalculationId.ToString())
            )
        );
    }

    private static ValidationProblem? Unknown(RecalculationScope scope, RecalculationTrial trial, RuleBook book) =>
        scope is { PolicyKey: not null, CalendarId: not null }
            ? Problems.For("calendar_id", "Name a policy or a calendar, not both.")
        : scope.CalendarId is { } calendar && !book.KnowsCalendar(calendar) && trial.Calendar is null
            ? Problems.For("calendar_id", "There is no such calendar.")
        : scope.PolicyKey is { } policy && !book.KnowsPolicy(policy) && trial.Policy is null
            ? Problems.For("policy_id", "There is no such policy.")
        : null;

    private sealed record Row
    {
        public Guid RecalculationId { get; init; }
        public Guid? PolicyKey { get; init; }
        public Guid? CalendarId { get; init; }
        public Guid RequestedBy { get; init; }
        public Instant RequestedAt { get; init; }
        public long LookedAt { get; init; }
        public long Changed { get; init; }
        public Instant? FinishedAt { get; init; }

        public RecalculationView ToView() =>
            new()
            {
                Id = RecalculationId,
                PolicyId = PolicyKey,
                CalendarId = CalendarId,
                RequestedBy = RequestedBy,
                RequestedAt = RequestedAt.ToDateTimeOffset(),
                LookedAt = LookedAt,
                Changed = Changed,
                FinishedAt = FinishedAt?.ToDateTimeOffset(),
            };
    }
}
