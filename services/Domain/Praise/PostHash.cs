using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TriageMesh.Domain.Praise;

/// <summary>A fingerprint of a post as an author gave their word for it: who, what, and the media in their order.</summary>
public static class PostHash
{
    public static string Of(string externalId, string authorId, string text, IEnumerable<string> media)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in (string[])[externalId, authorId, text, .. media])
        {
            // Each part by its length first, so that two parts are never taken for one.
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
