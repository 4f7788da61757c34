using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Parking;

namespace TriageMesh.Router.RouteMentions;

/// <summary>Routes a batch in one transaction; a mention that cannot be routed is found by halving, parked alone, and the others go on.</summary>
internal sealed partial class RouteBatch(MentionRouter router, ParkedMessages parked, ILogger<RouteBatch> logger)
{
    /// <summary>Routes what can be routed.</summary>
    /// <returns>The mentions that were parked.</returns>
    public async Task<IReadOnlySet<Guid>> RunAsync(
        IReadOnlyList<ClassifiedMention> mentions,
        CancellationToken cancellationToken
    )
    {
        var bad = new HashSet<Guid>();
        await RunAsync(mentions, bad, cancellationToken);
        return bad;
    }

    private async Task RunAsync(
        IReadOnlyList<ClassifiedMention> mentions,
        HashSet<Guid> bad,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await router.RunAsync(mentions, cancellationToken);
        }
        catch (Exception wrong) when (Unmendable.Is(wrong))
        {
            if (mentions is [var alone])
            {
                await ParkAsync(alone, wrong, cancellationToken);
                bad.Add(alone.Mention.MentionId);
                return;
            }

            var half = mentions.Count / 2;
            await RunAsync([.. mentions.Take(half)], bad, cancellationToken);
            await RunAsync([.. mentions.Skip(half)], bad, cancellationToken);
        }
    }

    private async Task ParkAsync(ClassifiedMention mention, Exception wrong, CancellationToken cancellationToken)
    {
        var id = await parked.ParkAsync(
            "router",
            nameof(MentionsClassified),
            JsonSerializer.Serialize(new MentionsClassified([mention]), ParkedJson.Options),
            wrong is PostgresException refused ? $"{refused.SqlState}: {refused.MessageText}" : wrong.GetType().Name,
            cancellationToken
        );
        LogParked(mention.Mention.MentionId, id, wrong.GetType().Name);
    }

    [LoggerMessage(
        EventId = 3002,
        Level = LogLevel.Error,
        Message = "Mention {MentionId} is parked as {ParkedId}: {Reason}"
    )]
    private partial void LogParked(Guid mentionId, long parkedId, string reason);
}
