import * as z from "zod";

/** An id as somebody sends it: a system that prints it in capitals means the same thing. Kept ids are in small letters. */
export const SentId = z.uuid().toLowerCase();
