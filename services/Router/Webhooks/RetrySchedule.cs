namespace TriageMesh.Router.Webhooks;

/// <summary>When a delivery that did not go well is tried again: soon at first, then ever later, never all at the same moment.</summary>
internal static class RetrySchedule
{
    private const double Jitter = 0.2;

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(8),
        TimeSpan.FromHours(24),
    ];

    /// <summary>How often a delivery is tried before only a person can have it tried again.</summary>
    public static int MaxAttempts => Waits.Length + 1;

    /// <summary>The wait after the attempt of that number (from 1), a fifth more or less; null after the last.</summary>
    /// <param name="attempt">How many attempts there have been.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan? After(int attempt, double chance) =>
        attempt < MaxAttempts ? Waits[attempt - 1] * (1 + Jitter * (2 * chance - 1)) : null;
}
