using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace TriageMesh.TestKit;

/// <summary>Waits for something to become true, with a deadline; the only way a specification may wait.</summary>
public static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Good for whatever goes over a broker; a killed one may take this long to be used again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Reads again and again until the value is right, and returns it.</summary>
    /// <exception cref="TimeoutException">It never was; the message says what was read last.</exception>
    public static async Task<T> Be<T>(
        Func<CancellationToken, Task<T>> read,
        Func<T, bool> right,
        CancellationToken cancellationToken,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(right))] string wanted = ""
    )
    {
        var patience = within ?? Patience;
        var began = Stopwatch.GetTimestamp();
        using var looks = new PeriodicTimer(Step);
        while (true)
        {
            var value = await read(cancellationToken);
            if (right(value))
            {
                return value;
            }

            if (Stopwatch.GetElapsedTime(began) > patience)
            {
                throw new TimeoutException($"After {patience.TotalSeconds:0.#} s still not {wanted}; last: {value}");
            }

            await looks.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Waits until what can be read at once is right.</summary>
    public static Task<T> Be<T>(
        Func<T> read,
        Func<T, bool> right,
        CancellationToken cancellationToken,
        TimeSpan? within = null,
        [CallerArgumentExpression(nameof(right))] string wanted = ""
    ) => Be(_ => Task.FromResult(read()), right, cancellationToken, within, wanted);

    /// <summary>Waits until an instant has come: a measurement goes by the clock, a specification never does.</summary>
    public static Task Come(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        var wait = instant - TimeProvider.System.GetUtcNow();
        return Be(
            TimeProvider.System.GetUtcNow,
            now => now >= instant,
            cancellationToken,
            (wait > TimeSpan.Zero ? wait : TimeSpan.Zero) + Patience
        );
    }
}
