using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using NodaTime;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>The rules of a ticket's life that this desk has set.</summary>
internal sealed class TicketOptions
{
    public const string Section = "Router:Tickets";

    /// <summary>How long after it was resolved a ticket may be reopened by the customer; then it is closed.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan ReopenWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>So many posts within <see cref="BurstWithin"/> are a burst.</summary>
    [Range(2, 1000)]
    public int BurstPosts { get; init; } = 5;

    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan BurstWithin { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Nearly the same text by the same author within this time is one line with a counter.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan FoldWithin { get; init; } = TimeSpan.FromHours(1);

    /// <summary>From this probability on a praise or an other under a known ticket is taken for a thanks.</summary>
    [Range(0.0, 1.0)]
    public double CourtesyConfidence { get; init; } = 0.8;

    /// <summary>The same as the pure core takes it.</summary>
    public TicketSettings ToSettings() =>
        new()
        {
            ReopenWindow = Duration.FromTimeSpan(ReopenWindow),
            BurstPosts = BurstPosts,
            BurstWithin = Duration.FromTimeSpan(BurstWithin),
            CourtesyConfidence = CourtesyConfidence,
        };
}

[OptionsValidator]
internal sealed partial class TicketOptionsValidator : IValidateOptions<TicketOptions>;
