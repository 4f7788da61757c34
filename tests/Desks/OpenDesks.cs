using System.Diagnostics;
using System.Text.Json;
using TriageMesh.TestKit;

namespace TriageMesh.Desks;

/// <summary>Browsers that have the desk open: each a connection of its own, read as it comes.</summary>
internal sealed class OpenDesks : IDisposable
{
    private readonly List<HttpClient> _clients = [];
    private readonly List<Task> _reading = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Sent _sent;
    private readonly double[][] _late;
    private readonly int[] _heartbeats;
    private long _heard;
    private int _resyncs;

    public OpenDesks(int count, Sent sent)
    {
        _sent = sent;
        _late = [.. Enumerable.Range(0, count).Select(_ => new double[sent.Count])];
        _heartbeats = new int[count];
    }

    public long Heard => Interlocked.Read(ref _heard);

    public int Resyncs => _resyncs;

    /// <summary>The lateness of every change from <paramref name="first"/> on at every desk, ordered.</summary>
    public double[] LateFrom(int first) =>
        [.. _late.SelectMany(desk => desk.Skip(first)).Where(late => late > 0).Order()];

    /// <summary>Connects one more, and returns when it has been greeted.</summary>
    public async Task OpenAsync(Uri desk, string secret, CancellationToken cancellationToken)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = desk };
        _clients.Add(client);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/desk/live");
        request.Headers.Add("Cookie", $"desk={Uri.EscapeDataString(secret)}");
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is not "event: hello") { }

        _reading.Add(ReadAsync(lines, _reading.Count));
    }

    /// <summary>Waits until every desk has had one more heartbeat; a look at its session comes before each.</summary>
    public async Task HeartbeatAsync(CancellationToken cancellationToken)
    {
        int[] before = [.. _heartbeats];
        await Eventually.Be(
            () => _reading.Where((_, desk) => Volatile.Read(ref _heartbeats[desk]) > before[desk]).Count(),
            beaten => beaten == _reading.Count,
            cancellationToken
        );
    }

    public void Dispose()
    {
        _closing.Cancel();
        _clients.ForEach(client => client.Dispose());
        _closing.Dispose();
    }

    private async Task ReadAsync(StreamReader lines, int desk)
    {
        try
        {
            while (await lines.ReadLineAsync(_closing.Token) is { } line)
            {
                if (line == "event: resync")
                {
                    Interlocked.Increment(ref _resyncs);
                }
                else if (line.StartsWith("data: {\"changes\"", StringComparison.Ordinal))
                {
                    Note(line.AsMemory("data: ".Length), _late[desk]);
                }
                else if (line.StartsWith(':'))
                {
                    Interlocked.Increment(ref _heartbeats[desk]);
                }
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private void Note(ReadOnlyMemory<char> data, double[] late)
    {
        var now = Stopwatch.GetTimestamp();
        using var changes = JsonDocument.Parse(data);
        foreach (var change in changes.RootElement.GetProperty("changes").EnumerateArray())
        {
            var number = change.GetProperty("version").GetInt64();
            late[number] = Stopwatch.GetElapsedTime(_sent.At(number), now).TotalMilliseconds;
            Interlocked.Increment(ref _heard);
        }
    }
}

/// <summary>When each change was given to the bus.</summary>
internal sealed class Sent(int count)
{
    private readonly long[] _at = new long[count];

    public int Count => count;

    public void Now(long number) => Volatile.Write(ref _at[number], Stopwatch.GetTimestamp());

    public long At(long number) => Volatile.Read(ref _at[number]);
}
