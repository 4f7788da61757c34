using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TriageMesh.TestKit;

/// <summary>Ports for what must know its address before it listens. Nobody else is given the same one while this process lives.</summary>
/// <remarks>
/// They lie below those from which the system takes ports for connections going out, and each is held by a locked file: a port
/// that was found free and let go of could be found free by another specification in the same moment.
/// </remarks>
public static class FreePorts
{
    private const int First = 23_000;
    private const int Count = 7_000;

    private static readonly List<FileStream> Held = [];
    private static readonly Lock Gate = new();

    /// <summary>A port that is this process's alone.</summary>
    public static int Take()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "triagemesh-ports")).FullName;
        var start = Random.Shared.Next(Count);
        for (var step = 0; step < Count; step++)
        {
            var port = First + (start + step) % Count;
            if (TryHold(Path.Combine(folder, port.ToString(CultureInfo.InvariantCulture))) is not { } file)
            {
                continue;
            }

            if (!IsFree(port))
            {
                file.Dispose();
                continue;
            }

            lock (Gate)
            {
                Held.Add(file);
            }

            return port;
        }

        throw new InvalidOperationException($"No port from {First} to {First + Count - 1} is free.");
    }

    private static FileStream? TryHold(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
