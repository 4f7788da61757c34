using System.Security.Cryptography;
using System.Text;

namespace TriageMesh.Cli;

/// <summary>A program's id follows from its name, so that the audit shows two tokens of one name as one caller.</summary>
internal static class CallerIdentity
{
    public static Guid For(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"triagemesh token {name}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
