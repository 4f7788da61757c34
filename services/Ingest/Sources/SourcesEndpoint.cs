using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Ingest.Accounts;
using TriageMesh.Ingest.Reconcile;
using TriageMesh.Platform.Security;

namespace TriageMesh.Ingest.Sources;

/// <summary>GET /ingest/v1/sources: who may post, what came, and what is still on its way. Never a secret.</summary>
internal static class SourcesEndpoint
{
    public static void MapSources(this IEndpointRouteBuilder ingest) =>
        ingest
            .MapGet("/sources", HandleAsync)
            .RequireAuthorization(Allow.Leads)
            .WithName("GetSources")
            .InArea(ApiScopes.Import);

    internal static async Task<Ok<IntakeOverview>> HandleAsync(
        AccountDirectory directory,
        SourceTallies tallies,
        MentionsOnTheWay onTheWay,
        CancellationToken cancellationToken
    )
    {
        var waiting = await onTheWay.CountAsync(cancellationToken);
        return TypedResults.Ok(
            new IntakeOverview
            {
                Since = tallies.Since,
                Unpublished = waiting.Unpublished,
                Unrouted = waiting.Unrouted,
                OldestUnroutedAt = waiting.OldestUnroutedAt?.ToDateTimeOffset(),
                Sources =
                [
                    .. directory
                        .Sources.Keys.Union(tallies.All.Keys, StringComparer.Ordinal)
                        .Order(StringComparer.Ordinal)
                        .Select(name => View(name, directory.Sources.GetValueOrDefault(name), tallies)),
                ],
            }
        );
    }

    private static SourceView View(string name, WebhookSource? source, SourceTallies tallies)
    {
        var tally = tallies.All.GetValueOrDefault(name) ?? new SourceTallies.Tally();
        return new SourceView
        {
            Name = name,
            Webhook = source is not null,
            Channel = source?.Channel,
            Account = source?.Account,
            LiveSecrets = source?.Secrets.Count ?? 0,
            Accepted = Interlocked.Read(ref tally.Accepted),
            Duplicates = Interlocked.Read(ref tally.Duplicates),
            Rejected = Interlocked.Read(ref tally.Rejected),
            LastAt = Interlocked.Read(ref tally.LastAt) is > 0 and var ticks
                ? new DateTimeOffset(ticks, TimeSpan.Zero)
                : null,
        };
    }
}
