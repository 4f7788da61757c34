using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.SignIn;
using TriageMesh.Platform.Http;

namespace TriageMesh.Desk.Audit;

/// <summary>/desk/audit: who did what, for admins; page by page, or as a file.</summary>
internal static class AuditEndpoints
{
    private const int LongestPage = 200;
    private const int FilePage = 1000;

    /// <summary>A file has no more lines; a shorter time gives the rest.</summary>
    private const int LongestFile = 100_000;

    public static void MapAudit(this IEndpointRouteBuilder desk)
    {
        desk.MapGet("/audit", ListAsync).RequireAuthorization(DeskAllow.Admin).WithName("ListAudit");
        desk.MapGet("/audit.csv", ExportAsync)
            .RequireAuthorization(DeskAllow.Admin)
            .Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .WithName("ExportAudit");
    }

    internal static async Task<Results<Ok<Page<AuditEntry>>, ValidationProblem>> ListAsync(
        [AsParameters] AuditFilter filter,
        [FromQuery] string? cursor,
        [FromQuery] int? limit,
        AuditLines lines,
        CancellationToken cancellationToken
    )
    {
        var size = Math.Clamp(limit ?? 50, 1, LongestPage);
        if (filter.Faults() is { Count: > 0 } faults)
        {
            return TypedResults.ValidationProblem(faults);
        }

        AuditCursor? after = null;
        if (cursor is not null && !AuditCursor.TryParse(cursor, out after))
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["cursor"] = ["Not a cursor of this list."] }
            );
        }

        var entries = await lines.ReadAsync(filter.ToQuestion(), after, size, cancellationToken);
        return TypedResults.Ok(
            new Page<AuditEntry>(entries, entries.Count < size ? null : AuditCursor.After(entries[^1]).ToString())
        );
    }

    internal static async Task<Results<EmptyHttpResult, ValidationProblem>> ExportAsync(
        [AsParameters] AuditFilter filter,
        HttpContext context,
        AuditLines lines,
        CancellationToken cancellationToken
    )
    {
        if (filter.Faults() is { Count: > 0 } faults)
        {
            return TypedResults.ValidationProblem(faults);
        }

        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=audit.csv";
        await using var csv = new CsvRows(context.Response.Body);
        await csv.AddAsync([
            "at",
            "actor_kind",
            "actor_id",
            "actor",
            "area",
            "act",
            "target",
            "target_name",
            "detail",
            "outcome",
            "status",
        ]);
        AuditCursor? after = null;
        for (var written = 0; written < LongestFile; )
        {
            var entries = await lines.ReadAsync(filter.ToQuestion(), after, FilePage, cancellationToken);
            foreach (var entry in entries)
            {
                await csv.AddAsync(Cells(entry));
            }

            if (entries.Count < FilePage)
            {
                break;
            }

            written += entries.Count;
            after = AuditCursor.After(entries[^1]);
        }

        return TypedResults.Empty;
    }

    private static object?[] Cells(AuditEntry entry) =>
        [
            Instant.FromDateTimeOffset(entry.At),
            entry.ActorKind,
            entry.ActorId,
            entry.Actor,
            entry.Area,
            entry.Act,
            entry.Target,
            entry.TargetName,
            entry.Detail,
            entry.Outcome.Wire(),
            entry.Status,
        ];
}

/// <summary>What the query of an address may say.</summary>
internal sealed record AuditFilter
{
    [FromQuery(Name = "area")]
    public string? Area { get; init; }

    [FromQuery(Name = "actor")]
    public Guid? Actor { get; init; }

    [FromQuery(Name = "target")]
    public string? Target { get; init; }

    [FromQuery(Name = "outcome")]
    public string? Outcome { get; init; }

    [FromQuery(Name = "from")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "to")]
    public DateTimeOffset? To { get; init; }

    public Dictionary<string, string[]> Faults()
    {
        var wrong = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var areas = AuditActs.All.Select(act => act.Area).Distinct().ToList();
        if (Area is not null && !areas.Contains(Area))
        {
            wrong["area"] = [$"One of {string.Join(", ", areas)}."];
        }

        if (Outcome is not null && !WireName<AuditOutcome>.TryParse(Outcome, out _))
        {
            wrong["outcome"] = [$"One of {string.Join(", ", WireName<AuditOutcome>.All)}."];
        }

        if (From >= To)
        {
            wrong["to"] = ["After from."];
        }

        return wrong;
    }

    public AuditQuestion ToQuestion() =>
        new()
        {
            Area = Area,
            Actor = Actor,
            Target = Target,
            Outcome = WireName<AuditOutcome>.TryParse(Outcome, out var outcome) ? outcome : null,
            Since = From is { } from ? Instant.FromDateTimeOffset(from) : null,
            Until = To is { } to ? Instant.FromDateTimeOffset(to) : null,
        };
}
