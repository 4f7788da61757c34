using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using TriageMesh.Ingest.Accounts;

namespace TriageMesh.Ingest.Intake;

/// <summary>A token bucket for each source. It is asked after the signature, so only the sender itself can empty it.</summary>
internal sealed class SourceLimits : IDisposable
{
    private const int TicksPerSecond = 10;
    private readonly Dictionary<string, TokenBucketRateLimiter> _buckets;

    public SourceLimits(AccountDirectory directory, IOptions<IntakeOptions> options)
    {
        var perSecond = options.Value.RequestsPerSecond;
        // Below ten a second the bucket fills by one at longer intervals.
        var perTick = Math.Max(1, perSecond / TicksPerSecond);
        var tick = TimeSpan.FromSeconds((double)perTick / perSecond);
        _buckets = directory.Sources.Keys.ToDictionary(
            name => name,
            _ => new TokenBucketRateLimiter(
                new TokenBucketRateLimiterOptions
                {
                    TokenLimit = options.Value.Burst,
                    TokensPerPeriod = perTick,
                    ReplenishmentPeriod = tick,
                    QueueLimit = 0,
                    AutoReplenishment = true,
                }
            ),
            StringComparer.Ordinal
        );
    }

    /// <summary>True where the source may send this request now; otherwise when it may come back.</summary>
    public bool TryTake(string source, out TimeSpan comeBackIn)
    {
        using var lease = _buckets[source].AttemptAcquire();
        comeBackIn = TimeSpan.Zero;
        if (lease.IsAcquired)
        {
            return true;
        }

        comeBackIn = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        return false;
    }

    public void Dispose()
    {
        foreach (var bucket in _buckets.Values)
        {
            bucket.Dispose();
        }
    }
}
